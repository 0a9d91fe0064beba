import ArgumentParser
import Sandbox

struct SandboxCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox", abstract: "Run an SMTP server that stores what it takes and fails to order.",
        discussion: FaultGrammar.help)

    @Option(help: "The port on loopback; 0 takes any free one.") var port = 2525
    @Option(help: "The folder for messages (.eml) and envelopes.jsonl.", completion: .directory)
    var outbox = "outbox"
    @Option(help: "A fault to order; may be repeated.") var fault: [String] = []
    @Option(help: "Delay of every reply, such as 20ms.") var delay: String?
    @Option(help: "PEM certificate; with it STARTTLS is offered.", completion: .file()) var certificate: String?
    @Option(help: "PEM key of the certificate.", completion: .file()) var key: String?
    @Flag(help: "TLS from the first byte, as on port 465.") var implicitTLS = false
    @Option(help: "NAME:PASSWORD that may log in; AUTH is offered and needed with it.") var user: [String] = []
    @Flag(help: "Do not offer PIPELINING.") var noPipelining = false
    @Flag(help: "One line for each event, not only for messages.") var verbose = false

    func execute() async throws {
        let options = try options()
        let verbose = verbose
        let server = try await SandboxServer.start(options) { event in
            if verbose || event.isMessage { Terminal.print("\(event)") }
        }
        Terminal.print("sandbox: listening on smtp://\(server.host):\(server.port), messages go to \(outbox)/")
        await Interruption.wait()
        await server.stop()
        Terminal.print("sandbox: \(server.statistics())")
    }

    private func options() throws -> SandboxOptions {
        var options = SandboxOptions()
        options.port = port
        options.storage = .directory(outbox)
        options.faults = try fault.map { try Fault($0) }
        if let delay {
            guard let pause = Duration(unitText: delay) else {
                throw ValidationError("'\(delay)' is no time: write 50ms or 2s.")
            }
            options.replyDelay = pause
        }
        switch (certificate, key) {
        case (let certificate?, let key?): options.certificate = CertificateFiles(certificate: certificate, key: key)
        case (nil, nil): break
        default: throw ValidationError("--certificate and --key belong together.")
        }
        options.usesImplicitTLS = implicitTLS
        options.users = try user.map { try SandboxUser($0) }
        options.requiresAuthentication = !user.isEmpty
        if noPipelining { options.extensions.remove(.pipelining) }
        return options
    }
}

extension SandboxEvent {
    fileprivate var isMessage: Bool {
        if case .stored = self { true } else { false }
    }
}
