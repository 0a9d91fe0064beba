extension Dialogue {
    /// Obeys one command of the session; those of a transaction are in `Dialogue+Transaction.swift`.
    mutating func obey(_ command: Command) {
        switch command.verb {
        case "EHLO": hello(command, as: .ehlo)
        case "HELO": hello(command, as: .helo)
        case "STARTTLS": startTLS(command)
        case "AUTH": authenticate(command)
        case "MAIL": mail(command)
        case "RCPT": recipient(command)
        case "DATA": data(command)
        case "RSET": reset(command)
        case "QUIT": quit(command)
        case "NOOP": say(250, "2.0.0", "OK")
        case "HELP": say(214, "2.0.0", "EHLO HELO STARTTLS AUTH MAIL RCPT DATA RSET NOOP VRFY QUIT")
        case "VRFY" where command.argument.isEmpty: say(501, "5.5.4", "Syntax: VRFY address")
        case "VRFY": say(252, "2.5.0", "Not verified, but the message may be sent")
        case "EXPN", "TURN": say(502, "5.5.1", "\(command.verb) is not implemented")
        default: say(500, "5.5.2", "Unknown command")
        }
    }

    /// After a greeting that refused, QUIT is all that is answered (RFC 5321 §3.1).
    mutating func refuse(_ command: Command) {
        if command.verb == "QUIT" { return quit(command) }
        say(503, "5.5.1", "The greeting refused; only QUIT is possible")
    }

    func offers(_ service: SandboxExtension) -> Bool {
        guard settings.extensions.contains(service) else { return false }
        return service != .startTLS || !isTLS
    }

    private mutating func hello(_ command: Command, as new: Greeting) {
        step = new == .ehlo ? .ehlo : .helo
        guard !command.argument.isEmpty, !command.argument.contains(" ") else {
            return say(501, "5.5.4", "Syntax: \(command.verb) hostname")
        }
        guard proceeds() else { return }
        greeting = new
        transaction = nil
        let lines = ["\(settings.hostName) greets \(command.argument)"]
        say(SandboxReply(250, new == .ehlo ? lines + offerings : lines))
    }

    private var offerings: [String] {
        SandboxExtension.allCases.filter(offers).map { service in
            switch service {
            case .size: "SIZE \(settings.sizeLimit)"
            case .auth: "AUTH PLAIN LOGIN"
            default: service.rawValue
            }
        }
    }

    private mutating func startTLS(_ command: Command) {
        step = .starttls
        if isTLS { return say(503, "5.5.1", "TLS is already active") }
        guard offers(.startTLS) else { return say(502, "5.5.1", "STARTTLS is not offered") }
        guard greeting == .ehlo else { return say(503, "5.5.1", "Send EHLO first") }
        guard command.argument.isEmpty else { return say(501, "5.5.4", "STARTTLS takes no argument") }
        guard proceeds() else { return }
        say(220, "2.0.0", "Ready to start TLS")
        startTLS()
    }

    private mutating func reset(_ command: Command) {
        step = .rset
        guard command.argument.isEmpty else { return say(501, "5.5.4", "RSET takes no argument") }
        guard proceeds() else { return }
        transaction = nil
        say(250, "2.0.0", "OK")
    }

    private mutating func quit(_ command: Command) {
        step = .quit
        guard command.argument.isEmpty else { return say(501, "5.5.4", "QUIT takes no argument") }
        guard proceeds() else { return }
        say(221, "2.0.0", "Bye")
        close()
    }
}
