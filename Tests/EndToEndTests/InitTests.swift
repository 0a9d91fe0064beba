import Foundation
import Testing

/// From an empty folder to a first issue that was sent, with nothing but the program.
@Suite struct InitTests {
    /// An empty folder, without Workspace's configuration.
    private static func empty() throws -> Workspace {
        let work = try Workspace()
        try FileManager.default.removeItem(atPath: work.path("mailer.yaml"))
        return work
    }

    @Test func everyCommandThatItNamesWorksInTheNewFolder() throws {
        let work = try Self.empty()
        let made = try work.mailer("init", "news")
        #expect(made.status == 0, "\(made)")
        let commands = made.output.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { $0.hasPrefix("mailer ") || $0.hasPrefix("cd ") }
        #expect(commands.first == "cd news")
        let folder = work.path("news")
        func run(_ command: String, _ more: [String] = []) throws -> Program.Result {
            try Program.run(Program.path, command.split(separator: " ").dropFirst().map(String.init) + more, in: folder)
        }
        for command in commands.dropFirst() where !command.hasPrefix("mailer preview") {
            let result = try run(command, command.hasPrefix("mailer send") ? ["--yes"] : [])
            #expect(result.status == 0, "\(command): \(result)")
            #expect(!result.errors.contains("mailer:"), "\(command): \(result)")
        }
        let preview = try #require(commands.first { $0.hasPrefix("mailer preview") })
        let arguments = preview.split(separator: " ").dropFirst().map(String.init) + ["--port", "0"]
        let running = try Running(Program.path, arguments, in: folder)
        #expect(try running.line(containing: "http://127.0.0.1:").contains("preview: issues/"))
        #expect(running.stop().status == 0)
        let check = try run(try #require(commands.first { $0.hasPrefix("mailer check") }), ["--list", "weekly"])
        #expect(check.output.contains("nothing to complain about"), "\(check)")
        #expect(try run("mailer status").output.contains("finished"))
        let mails = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/outbox").filter {
            $0.hasSuffix(".eml")
        }
        #expect(mails.count == 5)
        let new = try run("mailer new", ["The second one"])
        #expect(new.status == 0, "\(new)")
    }

    @Test func nothingIsWrittenOverAndASecondRunChangesNothing() throws {
        let work = try Self.empty()
        try work.write("mailer.yaml", "title: Mine\n")
        let result = try work.mailer("init")
        #expect(result.status == 0, "\(result)")
        #expect(result.output.contains("kept  mailer.yaml, which was there already"))
        #expect(try work.read("mailer.yaml") == "title: Mine\n")
        let before = try work.files()
        let again = try work.mailer("init")
        #expect(again.status == 0 && !again.output.contains("made  "), "\(again)")
        #expect(try work.files() == before)
    }

    @Test func aFolderThatCannotBeMadeIsAnErrorThatNamesIt() throws {
        let work = try Self.empty()
        try work.write("file", "")
        let result = try work.mailer("init", "file/news")
        #expect(result.status == 1)
        #expect(result.errors.contains("mailer: Cannot write file/news/mailer.yaml"), "\(result)")
    }

    @Test func oneFileIsEnough() throws {
        let work = try Self.empty()
        try work.write("mailer.yaml", "from: \"News <news@example.org>\"\n")
        #expect(try work.mailer("new", "Hello there", "--template", "letter").status == 0)
        let issue = try #require(try work.files().first { $0.hasSuffix("hello-there.md") })
        let rendered = try work.mailer("render", issue, "--part", "html")
        #expect(rendered.status == 0 && rendered.output.contains("<html"), "\(rendered)")
        #expect(try !work.files().contains { $0.hasPrefix("templates") })
        // A file of the user's wins over the program's.
        try FileManager.default.createDirectory(
            atPath: work.path("templates/letter"), withIntermediateDirectories: true)
        try work.write("templates/letter/newsletter.html", "<html><body><p>MINE</p>{{{content}}}</body></html>")
        #expect(try work.mailer("render", issue, "--part", "html").output.contains("MINE"))
    }

    // MARK: Paths and what a command does not need

    @Test func aConfigurationElsewhereBringsItsDefaultsAlong() throws {
        let work = try Self.empty()
        #expect(try work.mailer("init", "news").status == 0)
        let config = "news/mailer.yaml"
        #expect(try work.mailer("import", "news/subscribers/sample.csv", "--list", "w", "--config", config).status == 0)
        let sent = try work.mailer("send", "--yes", "--config", config)
        #expect(sent.status == 0, "\(sent)")
        #expect(try work.mailer("new", "Next", "--config", config).status == 0)
        let top = Set(try work.files().compactMap { $0.split(separator: "/").first.map(String.init) })
        #expect(top == ["news"])
        for name in ["outbox", "delivery.log", "subscribers/mailer.db", "subscribers/mailer.keys"] {
            #expect(FileManager.default.fileExists(atPath: work.path("news/\(name)")))
        }
    }

    @Test(arguments: ["mailer.yml", "mailer.yaml.txt", "Mailer.yaml", ".mailer.yaml", "mailer.conf", "mailer.yml.txt"])
    func aFileThatOnlyLooksLikeTheConfigurationIsNamed(_ name: String) throws {
        let work = try Self.empty()
        try work.write(name, "title: Mine\n")
        let result = try work.mailer("init", "other")
        #expect(result.status == 0)
        let lists = try work.mailer("lists")
        #expect(lists.errors.contains("mailer: \(name) is ignored"), "\(lists)")
        #expect(try !work.mailer("lists", "--config", name).errors.contains("is ignored"))
    }

    @Test func aSecretThatACommandDoesNotNeedDoesNotStopIt() throws {
        let work = try Self.empty()
        try work.write(
            "mailer.yaml",
            """
            from: "News <news@example.org>"
            base_url: https://news.example.org
            keys_file: /no/such/folder/mailer.keys
            dkim:
              - { domain: example.org, selector: news, key_file: /no/such/key.pem }
            relays:
              - url: smtp://relay.example.org:587
                user: news
                password_file: /no/such/password
            """)
        #expect(try work.mailer("new", "Hello").status == 0)
        let issue = try #require(try work.files().first { $0.hasSuffix(".md") })
        let check = try work.mailer("check", issue)
        #expect(check.status == 0, "\(check)")
        let preview = try work.start("preview", issue, "--port", "0")
        _ = try preview.line(containing: "http://127.0.0.1:")
        _ = preview.stop()
        try work.write("readers.csv", "email\na@example.org\n")
        #expect(try work.mailer("import", "readers.csv", "--list", "w").status == 0)
        let sent = try work.mailer("send", issue, "--yes")
        #expect(sent.status == 78, "\(sent)")
        #expect(sent.errors.contains("/no/such/password") || sent.errors.contains("/no/such"))
    }
}
