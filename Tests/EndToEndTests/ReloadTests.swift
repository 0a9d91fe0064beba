import Foundation
import Testing

/// SIGHUP: the log is opened anew, the configuration read anew, and everything goes on; with a mistake it goes on as before.
@Suite struct ReloadTests {
    private func wait(_ what: String, until isTrue: () throws -> Bool) throws {
        for _ in 0..<600 {
            if try isTrue() { return }
            usleep(50_000)
        }
        throw Running.Missing(description: "it never came: \(what)")
    }

    private func log(_ work: Workspace, _ name: String = "delivery.log") -> String { (try? work.read(name)) ?? "" }

    /// Waits for the n-th such event.
    private func wait(for event: String, in work: Workspace, _ count: Int = 1) throws {
        try wait("\(count) of \(event)") { log(work).matches(of: try Regex("event=\(event) ")).count >= count }
    }

    /// A mailing that falls due at once, for a daemon.
    private func scheduled(_ readers: Int, _ work: Workspace) throws {
        try work.importReaders(readers)
        try work.write("issue.md", "# Title\n\nText.\n")
        let result = try work.mailer("send", "issue.md", "--yes", "--at", "2099-01-01T09:00Z")
        try #require(result.status == 0, "\(result)")
        try work.sql("UPDATE mailings SET start_at = 1")
    }

    private func isFinished(_ work: Workspace) throws -> Bool { try work.status("issue")["finished"] as? Bool == true }

    /// A second relay, which keeps its mail elsewhere.
    private func secondSandbox(_ work: Workspace) throws -> (running: Running, url: Substring) {
        let running = try work.start("sandbox", "--port", "0", "--outbox", "second")
        let line = try running.line(containing: "smtp://")
        return (running, try #require(line.firstMatch(of: /smtp:\/\/127\.0\.0\.1:\d+/)?.0))
    }

    private func replaceInConfiguration(_ work: Workspace, _ old: String, _ new: String) throws {
        let yaml = try work.read("mailer.yaml")
        try #require(yaml.contains(old))
        try work.write("mailer.yaml", yaml.replacing(old, with: new))
    }

    // MARK: work

    /// As logrotate does it, with `create` and a signal.
    @Test(arguments: ["work", "serve"]) func theLogIsOpenedAnew(_ command: String) throws {
        let work = try Workspace()
        try work.startSandbox()
        try work.importReaders(2)
        let daemon = try work.start([command] + (command == "serve" ? ["--port", "0"] : []))
        _ = try daemon.line(containing: command == "serve" ? "listening" : "waiting")
        try FileManager.default.moveItem(atPath: work.path("delivery.log"), toPath: work.path("delivery.log.1"))
        try work.write("delivery.log", "")
        kill(daemon.pid, SIGHUP)
        try wait(for: "reloaded", in: work)
        #expect(log(work).contains("mailer.yaml: 127.0.0.1:"))
        #expect(!log(work, "delivery.log.1").contains("reloaded"))
        #expect(daemon.isRunning && daemon.stop().status == 0)
    }

    /// In the middle of a mailing: each reader once, the rest over the new relay and at its pace.
    @Test func aMailingUnderWayGoesOnOverTheNewRelay() throws {
        let work = try Workspace()
        try work.startSandbox(extra: "    rate: 20/s\n")
        let second = try secondSandbox(work)
        try scheduled(200, work)
        let daemon = try work.start("work")
        try wait("the first messages") { work.outbox().count > 10 }
        let old = try #require(try work.read("mailer.yaml").firstMatch(of: /smtp:\/\/127\.0\.0\.1:\d+/)?.0)
        try replaceInConfiguration(work, "url: \(old)", "url: \(second.url)")
        try replaceInConfiguration(work, "    rate: 20/s\n", "")
        kill(daemon.pid, SIGHUP)
        try wait("the end") { try isFinished(work) }
        let (before, after) = (try work.mailed(), try work.mailed("second"))
        #expect(before.count > 10 && after.count > 50 && before.count + after.count == 200)
        #expect(Set(before + after).count == 200)
        let status = try work.status("issue")
        #expect(status["unknown"] as? Int == 0 && status["sent"] as? Int == 200)
        #expect(log(work).contains("The configuration was read anew"))
        #expect(daemon.stop().status == 0)
    }

    /// However often, nobody is lost or mailed twice.
    @Test func manySignalsHarmNobody() throws {
        let work = try Workspace()
        try work.startSandbox(extra: "    rate: 100/s\n")
        try scheduled(300, work)
        let daemon = try work.start("work")
        _ = try daemon.line(containing: "waiting")
        while try !isFinished(work) {
            guard daemon.isRunning else { break }
            kill(daemon.pid, SIGHUP)
        }
        let ended = daemon.stop()
        #expect(ended.status == 0, "\(ended)")
        #expect(try work.mailed().count == 300 && Set(work.mailed()).count == 300)
        #expect(log(work).contains("event=reloaded "))
        #expect(try work.status("issue")["unknown"] as? Int == 0)
    }

    struct Mistake: CustomStringConvertible, Sendable {
        let description: String
        let says: String
        let making: @Sendable (Workspace) throws -> Void
    }

    private static func append(_ line: String) -> @Sendable (Workspace) throws -> Void {
        { work in try work.write("mailer.yaml", try work.read("mailer.yaml") + line + "\n") }
    }

    private static let mistakes = [
        Mistake(description: "a key", says: "Unknown key 'relais'", making: append("relais: 3")),
        Mistake(description: "no YAML", says: "is not YAML", making: append("title: \"x")),
        Mistake(description: "no file", says: "cannot be read") { work in
            try FileManager.default.removeItem(atPath: work.path("mailer.yaml"))
        },
        Mistake(description: "no base_url", says: "nothing says where readers can unsubscribe") { work in
            let yaml = try work.read("mailer.yaml").split(separator: "\n").filter { !$0.hasPrefix("base_url") }
            try work.write("mailer.yaml", yaml.joined(separator: "\n") + "\n")
        },
        Mistake(
            description: "a password file", says: "The password file",
            making: append("    user: news\n    password_file: missing")),
        Mistake(
            description: "a certificate", says: "missing.pem cannot be read", making: append("    ca_file: missing.pem")
        ),
        Mistake(
            description: "a mechanism", says: "cannot do",
            making: append("    user: news\n    password_command: echo x\n    auth: scram-sha-256")),
        Mistake(
            description: "a DKIM key", says: "missing.pem cannot be read",
            making: append("dkim: [{ domain: example.org, selector: a, key_file: missing.pem }]")),
        Mistake(description: "a log", says: "Cannot open the delivery log") { work in try work.breakLog() },
    ]

    /// Mail goes on by the old configuration, and the mended one is taken.
    @Test(arguments: mistakes) func aBrokenConfigurationIsNotTakenOver(_ mistake: Mistake) throws {
        let work = try Workspace()
        try work.startSandbox(extra: "    rate: 40/s\n")
        try scheduled(60, work)
        let daemon = try work.start("work")
        try wait("the first message") { !work.outbox().isEmpty }
        let yaml = try work.read("mailer.yaml")
        try mistake.making(work)
        kill(daemon.pid, SIGHUP)
        try wait(for: "reload_failed", in: work)
        let line = try #require(log(work).split(separator: "\n").first { $0.contains("event=reload_failed ") })
        #expect(line.contains(mistake.says), "\(line)")
        #expect(!log(work).contains("event=reloaded "))

        try work.write("mailer.yaml", yaml)
        try wait("the end") { try isFinished(work) }
        kill(daemon.pid, SIGHUP)
        try wait(for: "reloaded", in: work)
        let ended = daemon.stop()
        #expect(ended.status == 0 && ended.errors.contains("was not taken over, the old one stays"), "\(ended)")
        #expect(try work.mailed().count == 60 && Set(work.mailed()).count == 60)
    }

    /// What was put off, because its relay was away, goes at once; and what was paused, when it is resumed.
    @Test func aMailingThatWaitsForItsRelayGoesAtOnce() throws {
        let work = try Workspace()
        try work.configure(relay: "smtp://127.0.0.1:1")
        try scheduled(5, work)
        let daemon = try work.start("work")
        _ = try daemon.line(containing: "Cannot reach the relay")
        let relay = try secondSandbox(work)
        try replaceInConfiguration(work, "smtp://127.0.0.1:1\n", "\(relay.url)\n")
        kill(daemon.pid, SIGHUP)
        try wait("the end") { try isFinished(work) }
        #expect(try work.mailed("second").count == 5)
        #expect(daemon.stop().status == 0)
    }

    @Test func aNewPasswordIsTaken() throws {
        let work = try Workspace()
        try work.write("password", "wrong\n")
        try work.startSandbox(
            ["--user", "news:secret"], extra: "    user: news\n    password_file: password\n")
        try scheduled(3, work)
        let daemon = try work.start("work")
        try wait("the pause") { try work.status("issue")["state"] as? String == "paused" }
        try work.write("password", "secret\n")
        kill(daemon.pid, SIGHUP)
        try wait(for: "reloaded", in: work)
        #expect(try work.mailer("resume", "issue").status == 0)
        try wait("the end") { try isFinished(work) }
        #expect(try work.mailed().count == 3)
        #expect(daemon.stop().status == 0)
    }

    /// What was counted goes on counting, where the limits are the same.
    @Test func aReloadGivesNoSecondQuota() throws {
        let work = try Workspace()
        try work.startSandbox(extra: "    rate: 2/s\n")
        try scheduled(40, work)
        let daemon = try work.start("work")
        try wait("the first message") { !work.outbox().isEmpty }
        let (start, count) = (ContinuousClock.now, work.outbox().count)
        for number in 1...10 {
            kill(daemon.pid, SIGHUP)
            try wait(for: "reloaded", in: work, number)
        }
        let limit = 2 * (start.duration(to: .now) / .seconds(1)) + 4
        #expect(Double(work.outbox().count - count) <= limit)
        #expect(daemon.stop().status == 0)
    }

    @Test func whatNeedsARestartIsSaid() throws {
        let work = try Workspace()
        try work.startSandbox()
        try work.importReaders(1)
        let daemon = try work.start("work")
        _ = try daemon.line(containing: "waiting")
        try replaceInConfiguration(work, "\(work.folder)/mailer.db", "\(work.folder)/other.db")
        try replaceInConfiguration(work, "\(work.folder)/delivery.log", "\(work.folder)/other.log")
        kill(daemon.pid, SIGHUP)
        try wait("the other log") { log(work, "other.log").contains("event=reloaded ") }
        #expect(log(work, "other.log").contains("'database' changed, and needs a restart"))
        #expect(!FileManager.default.fileExists(atPath: work.path("other.db")))
        #expect(daemon.stop().status == 0)
    }

    // MARK: serve

    /// One connection from before to after: the socket stays, the pages are new.
    @Test func theServerKeepsItsSocket() throws {
        let work = try Workspace()
        try work.startSandbox()
        try work.importReaders(1)
        let server = try work.start("serve", "--port", "0")
        let port = try #require(try server.line(containing: "listening").split(separator: ":").last)
        let client = """
            import http.client, os, signal, sys, time
            port, pid, folder = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
            connection = http.client.HTTPConnection('127.0.0.1', port, timeout=20)
            def page():
                connection.request('GET', '/nowhere')
                return connection.getresponse().read().decode()
            def events(name):
                return open(folder + '/delivery.log').read().count('event=' + name + ' ')
            def reload(name):
                before = events(name)
                os.kill(pid, signal.SIGHUP)
                while events(name) == before: page()
            path = folder + '/mailer.yaml'
            yaml = open(path).read()
            socket = connection.sock
            print('The Printing Room' in page())
            open(path, 'w').write(yaml.replace('title: The Printing Room', 'title: Another Name'))
            reload('reloaded')
            print('Another Name' in page())
            open(path, 'w').write(yaml + 'titel: x\\n')
            reload('reload_failed')
            print('Another Name' in page())
            open(path, 'w').write(yaml)
            reload('reloaded')
            print('The Printing Room' in page(), connection.sock is not None)
            """
        let result = try Python.run(client, ["\(port)", "\(server.pid)", work.folder])
        #expect(result.output == "True\nTrue\nTrue\nTrue True\n", "\(result)")
        #expect(log(work).contains("Unknown key 'titel'"))
        #expect(server.stop().status == 0)
    }

    @Test func aDamagedPageIsNotTakenOver() throws {
        let work = try Workspace()
        try work.startSandbox()
        try work.importReaders(1)
        let server = try work.start("serve", "--port", "0")
        let port = try #require(try server.line(containing: "listening").split(separator: ":").last)
        try FileManager.default.createDirectory(
            atPath: work.path("mine/pages"), withIntermediateDirectories: true)
        try work.write("mine/pages/unsubscribe.html", "<p>No way out.</p>")
        try replaceInConfiguration(work, "\(Program.repository)/templates", "\(work.folder)/mine")
        kill(server.pid, SIGHUP)
        try wait(for: "reload_failed", in: work)
        #expect(log(work).contains("lets nobody unsubscribe"))
        let page = try Program.run(
            "/usr/bin/curl", ["-s", "-o", "/dev/null", "-w", "%{http_code}", "http://127.0.0.1:\(port)/healthz"],
            in: work.folder)
        #expect(page.output == "200")
        #expect(server.stop().status == 0)
    }

    // MARK: send

    /// A terminal that goes away is a request to stop, not a crash that leaves messages unknown.
    @Test func aSenderWhoseTerminalIsGoneStopsInOrder() throws {
        let work = try Workspace()
        try work.startSandbox(extra: "    rate: 20/s\n")
        try work.importReaders(200)
        try work.write("issue.md", "# Title\n\nText.\n")
        let sender = try work.start("send", "issue.md", "--yes")
        try wait("the first messages") { work.outbox().count > 5 }
        let result = sender.stop(SIGHUP)
        #expect(result.status == 75 && result.errors.contains("Stopped on request"), "\(result)")
        let status = try work.status("issue")
        #expect(status["unknown"] as? Int == 0 && status["in_flight"] as? Int == 0)
        #expect(status["sent"] as? Int == work.outbox().count)
    }

    @Test func underNohupASenderGoesOn() throws {
        let work = try Workspace()
        try work.startSandbox(extra: "    rate: 20/s\n")
        try work.importReaders(30)
        try work.write("issue.md", "# Title\n\nText.\n")
        let sender = try Running(
            "/bin/bash", ["-c", "trap '' HUP; exec \"$0\" send issue.md --yes", Program.path], in: work.folder)
        try wait("the first messages") { work.outbox().count > 2 }
        kill(sender.pid, SIGHUP)
        let result = sender.finish()
        #expect(result.status == 0, "\(result)")
        #expect(try work.mailed().count == 30)
    }
}
