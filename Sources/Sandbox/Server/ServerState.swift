import NIOSSL
import Synchronization

/// What all connections of a server share.
final class ServerState: Sendable {
    let settings: DialogueSettings
    let replyDelay: Duration
    let tls: NIOSSLContext?
    let outbox: Outbox
    private let faults: Mutex<FaultPlan>
    private let counted = Mutex(SandboxStatistics())
    private let report: @Sendable (SandboxEvent) -> Void

    init(_ options: SandboxOptions, report: @escaping @Sendable (SandboxEvent) -> Void) throws(SandboxError) {
        settings = try options.dialogueSettings()
        replyDelay = options.replyDelay
        tls = try options.certificate.map { files throws(SandboxError) in try Self.context(files) }
        outbox = try Outbox(options.storage)
        faults = Mutex(FaultPlan(options.faults))
        self.report = report
    }

    var statistics: SandboxStatistics { counted.withLock { $0 } }

    /// The dialogue of a new connection.
    func openSession() -> Dialogue {
        let session = counted.withLock { $0.opened() }
        return Dialogue(session: session, settings: settings) { [self] occasion in
            faults.withLock { $0.verdict(for: occasion) }
        }
    }

    func closed() { counted.withLock { $0.closed() } }

    /// Whether the message is kept.
    func store(_ message: ReceivedMessage) -> Bool {
        do throws(FileProblem) {
            let stored = try outbox.store(message)
            counted.withLock { $0.stored(message) }
            report(.stored(stored))
            return true
        } catch {
            report(.notStored(session: message.session, problem: error))
            return false
        }
    }

    func said(_ reply: SandboxReply, at step: Fault.Step?, session: Int) {
        guard reply.isRefusal, let step else { return }
        if [.mail, .rcpt, .data, .dot].contains(step) { counted.withLock { $0.refused(session: session) } }
        report(.refused(session: session, step: step, reply: reply))
    }

    func broke(session: Int, by ending: Fault.Ending) {
        counted.withLock { $0.brokeOff() }
        report(.broken(session: session, by: ending))
    }

    private static func context(_ files: CertificateFiles) throws(SandboxError) -> NIOSSLContext {
        do {
            let chain = try NIOSSLCertificate.fromPEMFile(files.certificate).map(NIOSSLCertificateSource.certificate)
            let key = try NIOSSLPrivateKey(file: files.key, format: .pem)
            return try NIOSSLContext(
                configuration: .makeServerConfiguration(certificateChain: chain, privateKey: .privateKey(key)))
        } catch {
            throw .certificate(reason: "\(files.certificate) with \(files.key): \(error)")
        }
    }
}
