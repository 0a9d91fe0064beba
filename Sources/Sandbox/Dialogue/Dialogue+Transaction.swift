extension Dialogue {
    mutating func mail(_ command: Command) {
        step = .mail
        if greeting == .none { return say(503, "5.5.1", "Send EHLO first") }
        if settings.requiresAuthentication, user == nil { return say(530, "5.7.0", "Authentication required") }
        if transaction != nil { return say(503, "5.5.1", "A message is already begun") }
        guard let argument = PathArgument(command.argument, keyword: "FROM") else {
            return say(501, "5.5.4", "Syntax: MAIL FROM:<address>")
        }
        guard argument.path.isEmpty || argument.isMailbox else { return say(501, "5.1.7", "Malformed sender address") }
        if let refusal = refusal(of: argument.parameters) { return say(refusal.code, refusal.status, refusal.text) }
        let needsUTF8 = argument.parameters.contains { $0.keyword == "SMTPUTF8" }
        guard argument.isASCII || needsUTF8 else { return say(553, "5.6.7", "The address needs SMTPUTF8") }
        guard proceeds(sender: argument.path) else { return }
        transaction = Transaction(sender: argument.path, needsUTF8: needsUTF8)
        say(250, "2.1.0", "Sender OK")
    }

    mutating func recipient(_ command: Command) {
        step = .rcpt
        guard let transaction else { return say(503, "5.5.1", "Send MAIL first") }
        guard let argument = PathArgument(command.argument, keyword: "TO") else {
            return say(501, "5.5.4", "Syntax: RCPT TO:<address>")
        }
        guard argument.isMailbox || argument.path.uppercased() == "POSTMASTER" else {
            return say(501, "5.1.3", "Malformed recipient address")
        }
        if let refusal = refusal(ofRecipients: argument.parameters) {
            return say(refusal.code, refusal.status, refusal.text)
        }
        guard argument.isASCII || transaction.needsUTF8 else { return say(553, "5.6.7", "The address needs SMTPUTF8") }
        guard transaction.recipients.count < Self.recipientLimit else {
            return say(452, "4.5.3", "Too many recipients")
        }
        guard proceeds(recipients: [argument.path]) else { return }
        self.transaction?.recipients.append(argument.path)
        say(250, "2.1.5", "Recipient OK")
    }

    mutating func data(_ command: Command) {
        step = .data
        guard command.argument.isEmpty else { return say(501, "5.5.4", "DATA takes no argument") }
        guard let transaction else { return say(503, "5.5.1", "Send MAIL first") }
        guard !transaction.recipients.isEmpty else { return say(554, "5.5.1", "No valid recipients") }
        guard proceeds(recipients: transaction.recipients) else { return }
        say(354, nil, "End the message with <CRLF>.<CRLF>")
        beginBody()
    }

    /// The final dot has come.
    mutating func finishTransaction(_ reader: BodyReader) {
        guard let transaction else { return }
        self.transaction = nil
        phase = .command
        step = .dot
        if let flaw = reader.flaw { return refuse(flaw) }
        let occasion = FaultPlan.Occasion(
            step: .dot, session: session, recipients: transaction.recipients, sender: transaction.sender)
        let ordered = verdict(occasion)
        var ending: Fault.Ending?
        switch ordered.action {
        case .endAfterStoring(let after):
            ending = after
        case .slip(let slip):
            if !makesSlip(slip) { return }
        case .slow, .delay, nil:
            break
        case .reply(let reply):
            wait(ordered.delay)
            return say(reply)
        case .end(let now):
            wait(ordered.delay)
            return end(now)
        }
        // Only the reply is delayed: a client that gave up before it finds the message taken, as in life.
        phase = .storing(delay: ordered.delay, ending: ending)
        store(
            ReceivedMessage(
                mailFrom: transaction.sender, rcptTo: transaction.recipients, bytes: reader.bytes, isTLS: isTLS,
                user: user, session: session))
    }

    private mutating func refuse(_ flaw: BodyReader.Flaw) {
        switch flaw {
        case .tooLarge: say(552, "5.3.4", "The message is larger than \(settings.sizeLimit) octets")
        case .longLine: say(554, "5.6.0", "The message has a line of more than 998 octets")
        case .bareLineBreak: say(554, "5.6.0", "The message has a CR or LF outside of CRLF")
        }
    }
}
