/// A server without sockets that keeps the order of SMTP, and slips once: it leaves a reply out, or says one too many.
struct ModelServer {
    /// What it says to one message; where nothing is said, what a good server says.
    struct Answers: Hashable, Sendable {
        var mail = "250 ok"
        var rcpt = "250 ok"
        var data = "354 go"
        var dot = "250 stored"
    }

    enum Slip: Hashable, Sendable {
        /// The n-th reply, from 0, is not said.
        case omitted(Int)
        /// This is said before the n-th reply.
        case extra(Int, String)
    }

    let answers: [Int64: Answers]
    let slip: Slip?
    /// Messages that it has taken responsibility for.
    private(set) var stored: Set<Int64> = []
    /// Which of its replies are the ones to a final dot.
    private(set) var dots: [Int64: Int] = [:]
    private(set) var repliesDue = 0

    private var unread: [UInt8] = []
    private var sender: Int64?
    private var hasRecipient = false
    private var isInData = false

    init(answers: [Int64: Answers], slip: Slip?) {
        self.answers = answers
        self.slip = slip
    }

    /// What it says to these bytes, as lines.
    mutating func read(_ text: String) -> [String] {
        unread += text.utf8
        var said: [String] = []
        while let end = unread.firstIndex(of: 0x0A) {
            let line = String(decoding: unread[..<end].dropLast(), as: UTF8.self)
            unread.removeSubrange(...end)
            if let reply = isInData ? takeBody(line) : obey(line) { said += slipping(reply) }
        }
        return said
    }

    private mutating func slipping(_ reply: String) -> [String] {
        defer { repliesDue += 1 }
        switch slip {
        case .omitted(repliesDue): return []
        case .extra(repliesDue, let text): return [text, reply]
        default: return [reply]
        }
    }

    private mutating func obey(_ line: String) -> String {
        switch line.prefix(4) {
        case "MAIL":
            guard sender == nil, let number = Self.number(in: line) else { return "503 nested MAIL" }
            let answer = self.answers(to: number).mail
            if answer.hasPrefix("2") { sender = number }
            return answer
        case "RCPT":
            guard let sender else { return "503 need MAIL" }
            let answer = answers(to: sender).rcpt
            hasRecipient = answer.hasPrefix("2")
            return answer
        case "DATA":
            guard let sender else { return "503 need MAIL" }
            guard hasRecipient else { return "554 no valid recipients" }
            let answer = answers(to: sender).data
            isInData = answer.hasPrefix("3")
            return answer
        case "RSET":
            sender = nil
            hasRecipient = false
            return "250 reset"
        case "QUIT": return "221 bye"
        default: return "500 what"
        }
    }

    private mutating func takeBody(_ line: String) -> String? {
        guard line == "." else { return nil }
        isInData = false
        hasRecipient = false
        guard let number = sender else { return "503 no message" }
        sender = nil
        dots[number] = repliesDue
        let answer = answers(to: number).dot
        if answer.hasPrefix("2") { stored.insert(number) }
        return answer
    }

    private func answers(to message: Int64) -> Answers { answers[message] ?? Answers() }

    private static func number(in line: String) -> Int64? {
        line.split(separator: ".").dropFirst().first.flatMap { Int64($0.prefix { $0.isNumber }) }
    }
}
