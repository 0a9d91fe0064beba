import Foundation
import Synchronization

/// A small SMTP server on loopback that does at each step exactly what a test orders, byte for byte.
final class ScriptedPeer: Sendable {
    /// Where the dialogue stands when the script is asked.
    enum Step: Hashable {
        case greeting, ehlo, startTLS, auth, mail, rcpt, data
        /// The first line of the body is in.
        case body
        case dot, reset, quit, other
    }

    struct Situation {
        /// Counted from 1.
        let connection: Int
        let step: Step
        /// The command, without its line break.
        let line: String
        /// The recipient of the transaction under way.
        let recipient: String
    }

    enum Reaction: Sendable {
        /// One or more lines; the line break is added.
        case say(String)
        case sayAndClose(String)
        case close
        case reset
        /// Neither says nor reads anything more until the peer is stopped.
        case hang
    }

    struct Delivered: Hashable {
        let connection: Int
        let recipient: String
        /// As on the wire, without the final dot's line.
        let bytes: [UInt8]
    }

    typealias Script = @Sendable (Situation) -> Reaction?

    private struct State {
        var connections = 0
        var open: [PeerSocket] = []
        var isStopped = false
        var delivered: [Delivered] = []
        /// All lines that were read, by connection.
        var read: [Int: [String]] = [:]
    }

    let port: Int
    private let listener: PeerSocket
    private let extensions: [String]
    private let script: Script
    private let state = Mutex(State())
    private let release = DispatchSemaphore(value: 0)

    init(extensions: [String] = ["PIPELINING"], script: @escaping Script = { _ in nil }) throws {
        (listener, port) = try PeerSocket.listening()
        self.extensions = extensions
        self.script = script
        Thread.detachNewThread { [self] in
            while let socket = listener.accepted() {
                let number = state.withLock { state -> Int? in
                    if state.isStopped { return nil }
                    state.connections += 1
                    state.open.append(socket)
                    return state.connections
                }
                guard let number else { return }
                Thread.detachNewThread { self.serve(socket, number) }
            }
        }
    }

    var connections: Int { state.withLock { $0.connections } }
    var delivered: [Delivered] { state.withLock { $0.delivered } }
    func linesRead(_ connection: Int) -> [String] { state.withLock { $0.read[connection] ?? [] } }

    func stop() {
        let open = state.withLock { state in
            state.isStopped = true
            return state.open
        }
        listener.shutDown()
        for socket in open { socket.shutDown() }
        for _ in open { release.signal() }
    }

    private func serve(_ socket: PeerSocket, _ number: Int) {
        defer { state.withLock { state in state.open.removeAll { $0 === socket } } }
        var talk = Conversation(number: number)
        guard react(to: .greeting, "", socket, &talk, "220 peer.test ESMTP") else { return }
        while let bytes = socket.readLine() {
            let line = String(decoding: bytes.dropLast(bytes.hasSuffix("\r\n") ? 2 : 1), as: UTF8.self)
            state.withLock { $0.read[number, default: []].append(line) }
            let goesOn = talk.isInData ? readBody(bytes, socket, &talk) : obey(line, socket, &talk)
            if !goesOn { return }
        }
    }

    private func obey(_ line: String, _ socket: PeerSocket, _ talk: inout Conversation) -> Bool {
        switch line.prefix(4).uppercased() {
        case "EHLO", "HELO":
            let lines = ["peer.test"] + extensions
            let reply = lines.enumerated().map { "250\($0.offset == lines.count - 1 ? " " : "-")\($0.element)" }
            return react(to: .ehlo, line, socket, &talk, reply.joined(separator: "\r\n"))
        case "MAIL": return react(to: .mail, line, socket, &talk, "250 2.1.0 sender ok")
        case "RCPT":
            talk.recipient = String(line.dropFirst(9).prefix { $0 != ">" })
            return react(to: .rcpt, line, socket, &talk, "250 2.1.5 recipient ok")
        case "DATA": return react(to: .data, line, socket, &talk, "354 go on")
        case "RSET": return react(to: .reset, line, socket, &talk, "250 reset")
        case "QUIT": return react(to: .quit, line, socket, &talk, nil)
        case "STAR": return react(to: .startTLS, line, socket, &talk, "220 go on")
        case "AUTH": return react(to: .auth, line, socket, &talk, "235 2.7.0 welcome")
        default: return react(to: .other, line, socket, &talk, "500 what")
        }
    }

    private func readBody(_ bytes: [UInt8], _ socket: PeerSocket, _ talk: inout Conversation) -> Bool {
        guard bytes == Array(".\r\n".utf8) else {
            talk.body += bytes
            return talk.body.count > bytes.count || react(to: .body, "", socket, &talk, "")
        }
        talk.isInData = false
        return react(to: .dot, "", socket, &talk, "250 2.0.0 queued as \(talk.recipient)")
    }

    /// Does what the script says, or else says `usual`; false when the connection is over.
    private func react(
        to step: Step, _ line: String, _ socket: PeerSocket, _ talk: inout Conversation, _ usual: String?
    ) -> Bool {
        let situation = Situation(connection: talk.number, step: step, line: line, recipient: talk.recipient)
        let reaction = script(situation) ?? usual.map { .say($0) } ?? .sayAndClose("221 bye")
        switch reaction {
        case .say(let text):
            note(text, at: step, &talk)
            if !text.isEmpty { socket.write(text + "\r\n") }
            return true
        case .sayAndClose(let text):
            note(text, at: step, &talk)
            socket.write(text + "\r\n")
        case .close: break
        case .reset: socket.resetOnClose()
        case .hang: release.wait()
        }
        if case .reset = reaction { return false }
        socket.shutDown()
        return false
    }

    private func note(_ reply: String, at step: Step, _ talk: inout Conversation) {
        if step == .data, reply.split(separator: "\r\n").last?.hasPrefix("354") == true {
            talk.isInData = true
            talk.body = []
        }
        guard step == .dot, reply.hasPrefix("2") else { return }
        let delivered = Delivered(connection: talk.number, recipient: talk.recipient, bytes: talk.body)
        state.withLock { $0.delivered.append(delivered) }
    }
}

/// One connection's dialogue as the peer sees it.
private struct Conversation {
    let number: Int
    var recipient = ""
    var isInData = false
    var body: [UInt8] = []
}

extension [UInt8] {
    fileprivate func hasSuffix(_ text: String) -> Bool { suffix(text.utf8.count).elementsEqual(text.utf8) }
}

/// Runs the work against a peer and stops it.
func withPeer<Value>(
    _ extensions: [String] = ["PIPELINING"], script: @escaping ScriptedPeer.Script = { _ in nil },
    _ work: (ScriptedPeer) throws -> Value
) throws -> Value {
    let peer = try ScriptedPeer(extensions: extensions, script: script)
    defer { peer.stop() }
    return try work(peer)
}
