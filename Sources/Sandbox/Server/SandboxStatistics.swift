/// What a server has counted since it started.
package struct SandboxStatistics: Hashable, Sendable {
    /// One connection's share.
    package struct Session: Hashable, Sendable {
        /// Messages stored.
        package var messages = 0
        /// Recipients of the stored messages.
        package var recipients = 0
        /// 4xx and 5xx replies to MAIL, RCPT, DATA and the final dot.
        package var rejected = 0
    }

    /// By the number of the connection, counted from 1.
    package private(set) var sessions: [Int: Session] = [:]
    package private(set) var openConnections = 0
    package private(set) var messages = 0
    package private(set) var recipients = 0
    package private(set) var rejected = 0
    /// Connections that were ended by a fault.
    package private(set) var broken = 0

    package var connections: Int { sessions.count }

    mutating func opened() -> Int {
        openConnections += 1
        let number = sessions.count + 1
        sessions[number] = Session()
        return number
    }

    mutating func closed() { openConnections -= 1 }

    mutating func stored(_ message: ReceivedMessage) {
        messages += 1
        recipients += message.rcptTo.count
        sessions[message.session, default: Session()].messages += 1
        sessions[message.session, default: Session()].recipients += message.rcptTo.count
    }

    mutating func refused(session: Int) {
        rejected += 1
        sessions[session, default: Session()].rejected += 1
    }

    mutating func brokeOff() { broken += 1 }
}

extension SandboxStatistics: CustomStringConvertible {
    /// `connections=2 messages=10 recipients=10 rejected=1 broken=0`
    package var description: String {
        "connections=\(connections) messages=\(messages) recipients=\(recipients) rejected=\(rejected) broken=\(broken)"
    }
}
