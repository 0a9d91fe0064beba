import Foundation
import Testing

@testable import Sandbox

/// Each fault at each step, as a client meets it.
struct FaultsOverSocketsTests {
    /// What a client sends to come to the step, and then to meet the fault there.
    static let ways: [(step: Fault.Step, before: [String], then: String)] = [
        (.greeting, [], ""),
        (.helo, [greeting], "HELO c\r\n"),
        (.ehlo, [greeting], "EHLO c\r\n"),
        (.auth, [greeting, "EHLO c\r\n"], "AUTH PLAIN AG5ld3MAc2VjcmV0\r\n"),
        (.mail, [greeting, "EHLO c\r\n"], "MAIL FROM:<>\r\n"),
        (.rcpt, [greeting, "EHLO c\r\n", "MAIL FROM:<>\r\n"], "RCPT TO:<a@example.net>\r\n"),
        (.data, transaction, "DATA\r\n"),
        (.body, transaction + ["DATA\r\n"], "Subject"),
        (.dot, transaction + ["DATA\r\n"], "Hello\r\n.\r\n"),
        (.rset, transaction, "RSET\r\n"),
        (.quit, [greeting], "QUIT\r\n"),
    ]
    /// Stands for waiting for the greeting.
    static let greeting = ""
    static let transaction = [greeting, "EHLO c\r\n", "MAIL FROM:<>\r\n", "RCPT TO:<a@example.net>\r\n"]

    @Test(arguments: ways.filter { $0.step != .body })
    func replies(way: (step: Fault.Step, before: [String], then: String)) throws {
        try meet("\(way.step.rawValue)=451 4.3.0 Not now\\n4.3.0 Later", way) { client, server in
            let reply = try client.reply()
            #expect(reply == MiniClient.Reply(code: 451, lines: ["4.3.0 Not now", "4.3.0 Later"]))
            // The connection still answers, and nothing of what was refused has happened.
            #expect(try client.command("RSET").code == (way.step == .greeting ? 503 : way.step == .rset ? 451 : 250))
            #expect(server.messages.isEmpty)
        }
    }

    @Test(arguments: ways)
    func drops(way: (step: Fault.Step, before: [String], then: String)) throws {
        try meet("\(way.step.rawValue)=drop", way) { client, server in
            #expect(throws: MiniClient.Problem.closed) { try client.reply() }
            #expect(server.messages.isEmpty)
            #expect(server.statistics().broken == 1)
        }
    }

    @Test(arguments: ways)
    func resets(way: (step: Fault.Step, before: [String], then: String)) throws {
        try meet("\(way.step.rawValue)=reset", way) { client, server in
            #expect(throws: MiniClient.Problem.reset) { try client.reply() }
            #expect(server.messages.isEmpty)
        }
    }

    @Test(arguments: ways)
    func hangs(way: (step: Fault.Step, before: [String], then: String)) throws {
        try meet("\(way.step.rawValue)=hang", way) { client, server in
            try client.setPatience(.milliseconds(100))
            #expect(throws: MiniClient.Problem.silence) { try client.reply() }
            try client.send("NOOP\r\n")
            #expect(throws: MiniClient.Problem.silence) { try client.reply() }
            #expect(server.messages.isEmpty)
        }
    }

    @Test(arguments: ways.filter { $0.step != .body })
    func babbles(way: (step: Fault.Step, before: [String], then: String)) throws {
        try meet("\(way.step.rawValue)=garbage", way) { client, server in
            #expect(throws: MiniClient.Problem.self) { try client.reply() }
            #expect(server.messages.isEmpty)
        }
    }

    /// The reply is missing, and what it would have been about is done: the next command meets the consequence.
    @Test(arguments: [
        ("mail=omit", "MAIL FROM:<>\r\nRCPT TO:<a@example.net>\r\n", [250]),
        ("rcpt=omit", "MAIL FROM:<>\r\nRCPT TO:<a@example.net>\r\nDATA\r\n", [250, 354]),
        ("dot=omit", "MAIL FROM:<>\r\nRCPT TO:<a@example.net>\r\nDATA\r\nHi\r\n.\r\nRSET\r\n", [250, 250, 354, 250]),
        ("mail=twice", "MAIL FROM:<>\r\nRCPT TO:<a@example.net>\r\n", [250, 250, 250]),
        ("data=twice", "MAIL FROM:<>\r\nRCPT TO:<a@example.net>\r\nDATA\r\nHi\r\n.\r\n", [250, 250, 354, 354, 250]),
        ("dot=354 Go on", "MAIL FROM:<>\r\nRCPT TO:<a@example.net>\r\nDATA\r\nHi\r\n.\r\n", [250, 250, 354, 354]),
    ])
    func misspeaks(fault: String, commands: String, codes: [Int]) throws {
        try withServer(ordered(fault)) { server in
            let client = try greetedClient(server)
            try client.send(commands)
            #expect(try client.codes(codes.count) == codes)
            #expect(server.messages.count == (commands.contains("Hi") && !fault.hasPrefix("dot=3") ? 1 : 0))
        }
    }

    @Test func readsSlowlyToTheEnd() throws {
        try withServer(ordered("body=slow")) { server in
            let client = try greetedClient(server)
            try client.send("MAIL FROM:<>\r\nRCPT TO:<a@example.net>\r\nDATA\r\n")
            _ = try client.codes(3)
            let body = String(repeating: String(repeating: "x", count: 70) + "\r\n", count: 2000)
            try client.send(body + ".\r\n")
            #expect(try client.codes(1) == [250])
            #expect(server.messages.map(\.message.bytes) == [Array(body.utf8)])
        }
    }

    @Test(arguments: [
        ("dot=drop-after", MiniClient.Problem.closed), ("dot=reset-after", .reset), ("dot=hang-after", .silence),
    ])
    func storesAndThenFails(fault: String, problem: MiniClient.Problem) throws {
        try withServer(ordered(fault)) { server in
            let client = try greetedClient(server)
            try client.send("MAIL FROM:<>\r\nRCPT TO:<a@example.net>\r\nDATA\r\nHello\r\n.\r\n")
            _ = try client.codes(3)
            if problem == .silence { try client.setPatience(.milliseconds(100)) }
            #expect(throws: problem) { try client.reply() }
            #expect(server.messages.map(\.message.bytes) == [Array("Hello\r\n".utf8)])
        }
    }

    @Test func sendsTheRepliesBeforeADropInAGroup() throws {
        try withServer(ordered("rcpt=drop @every:2")) { server in
            let client = try greetedClient(server)
            try client.send("MAIL FROM:<>\r\nRCPT TO:<a@example.net>\r\nRCPT TO:<b@example.net>\r\nDATA\r\n")
            #expect(try client.codes(2) == [250, 250])
            #expect(throws: MiniClient.Problem.closed) { try client.reply() }
        }
    }

    @Test func closesAfter421() throws {
        try withServer(ordered("mail=421 4.3.2 Shutting down")) { server in
            let client = try greetedClient(server)
            #expect(try client.command("MAIL FROM:<>").code == 421)
            #expect(throws: MiniClient.Problem.closed) { try client.reply() }
        }
    }

    @Test func delaysOnlyTheReply() throws {
        try withServer(ordered("dot=delay 30s")) { server in
            let client = try greetedClient(server)
            try client.send("MAIL FROM:<>\r\nRCPT TO:<a@example.net>\r\nDATA\r\nHello\r\n.\r\nNOOP\r\n")
            #expect(try client.codes(3) == [250, 250, 354])
            try client.setPatience(.milliseconds(100))
            #expect(throws: MiniClient.Problem.silence) { try client.reply() }
            #expect(server.messages.count == 1)
        }
    }

    @Test func keepsTheOrderWithDelays() throws {
        var options = try ordered("delay=1ms", "rcpt=550 5.1.1 No @to:b@*")
        options.replyDelay = .milliseconds(1)
        try withServer(options) { server in
            let client = try greetedClient(server)
            let group =
                "MAIL FROM:<>\r\nRCPT TO:<a@example.net>\r\nRCPT TO:<b@example.net>\r\nDATA\r\nHello\r\n.\r\nQUIT\r\n"
            for byte in group.utf8 { try client.send(bytes: [byte]) }
            #expect(try client.codes(6) == [250, 250, 550, 354, 250, 221])
            #expect(server.messages.map(\.message.rcptTo) == [["a@example.net"]])
        }
    }

    /// Brings a client to a step with a fault, and what it sends there.
    private func meet(
        _ fault: String, _ way: (step: Fault.Step, before: [String], then: String),
        _ work: (MiniClient, SandboxServer) throws -> Void
    ) throws {
        var options = try ordered(fault)
        options.users = [SandboxUser(name: "news", password: "secret")]
        try withServer(options) { server in
            let client = try MiniClient(port: server.port)
            for step in way.before {
                try client.send(step)
                #expect(try client.reply().code < 400)
            }
            try client.send(way.then)
            try work(client, server)
        }
    }
}
