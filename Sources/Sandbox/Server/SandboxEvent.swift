/// Something worth a line in a log.
package enum SandboxEvent: Hashable, Sendable, CustomStringConvertible {
    case stored(StoredMessage)
    /// The message was complete, and the outbox could not keep it.
    case notStored(session: Int, problem: FileProblem)
    /// A 4xx or 5xx reply to a step of the dialogue.
    case refused(session: Int, step: Fault.Step, reply: SandboxReply)
    /// A fault ended the connection.
    case broken(session: Int, by: Fault.Ending)

    package var description: String {
        switch self {
        case .stored(let stored):
            "session=\(stored.message.session) from=<\(stored.message.mailFrom)> "
                + "to=<\(stored.message.rcptTo.joined(separator: ","))> size=\(stored.message.bytes.count) "
                + "status=stored\(stored.file.map { " file=\($0)" } ?? "")"
        case .notStored(let session, let problem):
            "session=\(session) status=not-stored (\(problem))"
        case .refused(let session, let step, let reply):
            "session=\(session) step=\(step.rawValue) status=refused (\(reply))"
        case .broken(let session, let ending):
            "session=\(session) status=broken (\(ending.rawValue))"
        }
    }
}
