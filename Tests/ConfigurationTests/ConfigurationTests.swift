import Foundation
import Mail
import Testing

@testable import MailerConfiguration

/// Loads YAML text from a file of its own.
func load(_ yaml: String, environment: [String: String] = [:], files: [String: String] = [:]) throws -> Configuration {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("configuration-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in files { try Data(text.utf8).write(to: folder.appendingPathComponent(name)) }
    let file = folder.appendingPathComponent("mailer.yaml")
    try Data(yaml.utf8).write(to: file)
    do {
        return try Configuration.load(path: file.path, environment: environment)
    } catch {
        let problems = error.problems.map {
            ConfigurationProblem(
                place: $0.place.replacing(folder.path + "/", with: ""),
                sentence: $0.sentence.replacing(folder.path + "/", with: ""))
        }
        throw ConfigurationErrors(problems: problems)
    }
}

func problems(_ yaml: String, environment: [String: String] = [:]) throws -> [String] {
    do {
        _ = try load(yaml, environment: environment)
        return []
    } catch let errors as ConfigurationErrors {
        return errors.problems.map(\.description)
    }
}

@Suite struct ConfigurationTests {
    @Test func withoutAFileEverythingHasADefault() throws {
        let configuration = try Configuration.load(path: nil, environment: [:])
        #expect(configuration.isFromDefault)
        #expect(configuration.relays.isEmpty)
        #expect(configuration.database == "subscribers/mailer.db")
        #expect(configuration.baseURL == "http://127.0.0.1:8025")
    }

    @Test(arguments: [
        ("", 30, 60), ("connect_timeout: 10s", 10, 20), ("connect_timeout: 10m", 600, 300),
        ("setup_timeout: 5m", 30, 300), ("connect_timeout: 5s, setup_timeout: 10m", 5, 600),
    ])
    func aSessionHasTwiceTheTimeToConnectUnlessSaidOtherwise(_ keys: String, _ connect: Int, _ setup: Int) throws {
        let yaml = "relays: [{ url: \"smtp://127.0.0.1:25\"\(keys.isEmpty ? "" : ", " + keys) }]"
        let relay = try #require(try load(yaml).relays.first)
        #expect(relay.connectTimeout == .seconds(connect) && relay.setupTimeout == .seconds(setup))
    }

    @Test func aSetupTimeoutThatIsNoTimeIsRefused() throws {
        let found = try problems("relays:\n  - url: smtp://127.0.0.1:25\n    setup_timeout: soon\n")
        #expect(found.count == 1 && found[0].contains("mailer.yaml:3: 'relays.setup_timeout' is \"soon\""), "\(found)")
    }

    @Test func theNamesOfTheManualAreRead() throws {
        let configuration = try load(
            """
            from: "Works on Arm <news@example.org>"
            base_url: https://news.example.org/
            bounce_domain: bounce.example.org
            relays:
              - url: smtp://relay.example.org:587
                tls: required
                user: news
                password_file: relay.password
                connections: 20
                rate: 100/s
            dkim:
              - { domain: example.org, selector: news, key_file: dkim/news.pem }
            """, files: ["relay.password": "s3cret\n"])
        let relay = try #require(configuration.relays.first)
        #expect(configuration.from.displayName == "Works on Arm")
        #expect(configuration.baseURL == "https://news.example.org")
        guard case .file(let file, let secret) = relay.password else { Issue.record("no file"); return }
        #expect(file.hasSuffix("/relay.password") && secret.value == "s3cret" && relay.auth == nil)
        #expect(relay.tls == .required && relay.connections == 20)
        #expect(relay.rate == Rate("100/s"))
        #expect(configuration.dkim.first?.keyFile.hasSuffix("/dkim/news.pem") == true)
    }

    @Test func secretsAreNeverPrinted() throws {
        let configuration = try load(
            "relays:\n  - url: smtp://relay.example.org\n    user: news\n",
            environment: ["MAILER_RELAYS_0_PASSWORD": "hunter2"])
        #expect(configuration.relays[0].password == .value(Secret("hunter2")))
        var text = "\(configuration)"
        dump(configuration, to: &text)
        #expect(!text.contains("hunter2"))
    }

    @Test func theEnvironmentOverridesTheFile() throws {
        let configuration = try load(
            "title: File\nlog:\n  format: text\nrelays:\n  - url: smtp://one.example.org\n",
            environment: [
                "MAILER_TITLE": "Environment", "MAILER_LOG_FORMAT": "json",
                "MAILER_RELAYS_0_URL": "smtps://two.example.org", "MAILER_RETRY_PAUSES": "1s, 2m",
            ])
        #expect(configuration.title == "Environment")
        #expect(configuration.log.format == .json)
        #expect(configuration.relays.map(\.host) == ["two.example.org"])
        #expect(configuration.relays.map(\.port) == [465])
        #expect(configuration.retry.pauses == [.seconds(1), .seconds(120)])
    }

    @Test func encryptionIsRequiredUnlessTheRelayIsOnThisMachine() throws {
        let configuration = try load(
            "relays:\n  - url: smtp://relay.example.org\n  - url: smtp://127.0.0.1:25\n  - url: smtps://x.example.org\n"
        )
        #expect(configuration.relays.map(\.tls) == [.required, .offered, .implicit])
    }

    struct Wrong: Sendable {
        let yaml: String
        var environment: [String: String] = [:]
        let expected: [String]
    }

    static let wrong: [Wrong] = [
        Wrong(yaml: "base_ulr: x\n", expected: ["mailer.yaml:1: Unknown key 'base_ulr'. Did you mean 'base_url'?"]),
        Wrong(
            yaml: "title: A\nrelays:\n  - url: smtp://a.example.org\n    conections: 3\n",
            expected: ["mailer.yaml:4: Unknown key 'relays.conections'. Did you mean 'relays.connections'?"]),
        Wrong(yaml: "zzzzzz: 1\n", expected: ["mailer.yaml:1: Unknown key 'zzzzzz'."]),
        Wrong(
            yaml: "from: not an address\nbounce_domain: '-'\n",
            expected: [
                "mailer.yaml:1: 'from' is \"not an address\", which cannot be read. "
                    + "It takes an address such as \"Works on Arm <news@example.org>\".",
                "mailer.yaml:2: 'bounce_domain' is \"-\", which cannot be read. "
                    + "It takes a domain such as bounce.example.org.",
            ]),
        Wrong(
            yaml: "base_url: http://news.example.org\n",
            expected: [
                "mailer.yaml:1: 'base_url' is \"http://news.example.org\", which cannot be read. "
                    + "It takes an https:// URL, or http:// on loopback, without a query."
            ]),
        Wrong(
            yaml: "relays:\n  - url: smtp://a.example.org\n    rate: 100\n",
            expected: [
                "mailer.yaml:3: 'relays.rate' is \"100\", which cannot be read. "
                    + "It takes a rate such as 100/s, 30/min, 5000/h or 1000/day."
            ]),
        Wrong(
            yaml: "title: A\ntitle: B\n", expected: ["mailer.yaml:1: Key 'title' stands twice. Remove one of the two."]),
        Wrong(yaml: "title:\n", expected: ["mailer.yaml:1: 'title' has no value. Give it one or remove the line."]),
        Wrong(yaml: "log: json\n", expected: ["mailer.yaml:1: 'log' takes further keys, not a value."]),
        Wrong(yaml: "title: [a, b]\n", expected: ["mailer.yaml:1: 'title' takes one value, not a list."]),
        Wrong(yaml: "title: {a: b}\n", expected: ["mailer.yaml:1: 'title' takes a value, not further keys."]),
        Wrong(yaml: "[a]\n", expected: ["mailer.yaml:1: The file has a list but no keys. Write 'key: value' lines."]),
        Wrong(yaml: "1: x\n", expected: ["mailer.yaml:1: Unknown key '1'."]),
        // Mail must not go to the sandbox because a hyphen is missing.
        Wrong(
            yaml: "relays:\n  url: smtp://a.example.org\n",
            expected: [
                "mailer.yaml:2: 'relays' takes a list, even of one. Start its first key with a hyphen: '- url: …'."
            ]),
        Wrong(
            yaml: "title: \"  \"\n", expected: ["mailer.yaml:1: 'title' has no value. Give it one or remove the line."]),
        Wrong(
            yaml: "title: \"a\\nBcc: b@example.org\"\n",
            expected: [
                "mailer.yaml:1: 'title' has a line break, a tab or another control character in it. Remove it."
            ]),
        Wrong(
            yaml: "log:\n\tfile: x\n",
            expected: [
                "mailer.yaml:2: is not YAML: found character that cannot start any token. "
                    + "Check quotes there, and indent with spaces, not tabs."
            ]),
        Wrong(
            yaml: "relays:\n  - url: smtp://a.example.org:99999\n",
            expected: [
                "mailer.yaml:2: 'relays.url' is \"smtp://a.example.org:99999\", which cannot be read. "
                    + "It takes smtp://HOST:PORT or smtps://HOST:PORT."
            ]),
        Wrong(
            yaml: "dkim:\n  - { domain: example.org, selector: 'a b', key_file: k }\n",
            expected: [
                "mailer.yaml:2: 'dkim.selector' is \"a b\", which cannot be read. It takes a name such as news."
            ]),
        Wrong(
            yaml: "title: A\n", environment: ["MAILER_TITLE": ""],
            expected: ["MAILER_TITLE: 'title' has no value. Give the variable one or unset it."]),
        Wrong(
            yaml: "title: A\n", environment: ["MAILER_RELAYS_99999999999_URL": "smtp://a.example.org"],
            expected: [
                "MAILER_RELAYS_99999999999_URL: Unknown variable. Unset it, or see mailer.example.yaml for the names."
            ]),
        Wrong(
            yaml: "relays:\n  - url: smtp://news@a.example.org\n",
            expected: [
                "mailer.yaml:2: 'relays.url' holds a user name. Move it to 'user', and the password to 'password_file'."
            ]),
        Wrong(
            yaml: "relays:\n  - tls: off\n",
            expected: ["mailer.yaml:2: 'relays.url' is missing in an item of 'relays'. Add it, or remove the item."]),
        Wrong(
            yaml: "retry:\n  pauses: [5m, soon]\n",
            expected: ["mailer.yaml:2: 'retry.pauses' takes a list of times such as [5m, 30m, 4h, 1d]."]),
        Wrong(
            yaml: "title: A\n", environment: ["MAILER_BASE_ULR": "x"],
            expected: [
                "MAILER_BASE_ULR: Unknown variable. Did you mean MAILER_BASE_URL? "
                    + "Unset it, or see mailer.example.yaml for the names."
            ]),
    ]

    @Test(arguments: wrong.indices) func wrongInputGetsASentence(index: Int) throws {
        let item = Self.wrong[index]
        #expect(try problems(item.yaml, environment: item.environment) == item.expected)
    }

    @Test func aPasswordInTheFileIsRefused() throws {
        let found = try problems("relays:\n  - url: smtp://a.example.org\n    password: hunter2\n")
        #expect(found.count == 1)
        #expect(found[0].contains("password_file") && !found[0].contains("hunter2"))
    }

    @Test(arguments: ["offered", "off"]) func aPasswordIsNotSentInClearOverANetwork(tls: String) throws {
        let yaml = "relays:\n  - url: smtp://a.example.org\n    user: news\n    tls: \(tls)\n"
        let found = try problems(yaml, environment: ["MAILER_RELAYS_0_PASSWORD": "x"])
        #expect(found.count == 1 && found[0].contains("unencrypted"))
        #expect(
            try problems(
                yaml.replacing("a.example.org", with: "127.0.0.1"), environment: ["MAILER_RELAYS_0_PASSWORD": "x"]
            ).isEmpty)
    }

    @Test(arguments: ["smtp://news:hunter2@a.example.org", "smtp://news:hunter 2@a.example.org"])
    func aPasswordInAURLIsRefusedAndNotRepeated(url: String) throws {
        let found = try problems("relays:\n  - url: \"\(url)\"\n")
        #expect(found.count == 1)
        #expect(!found[0].contains("hunter"))
    }

    @Test func onlyAPostalAddressHasLines() throws {
        let configuration = try load("title: >\n  A\n  title\npostal_address: |\n  12 Mill Road\n  Cambridge\n")
        #expect(configuration.title == "A title")
        #expect(configuration.postalAddress == "12 Mill Road\nCambridge")
        #expect(try problems("title: |\n  A\n  title\n").count == 1)
    }

    @Test func aByteOrderMarkIsNoTrouble() throws {
        #expect(try load("\u{FEFF}title: A\n").title == "A")
    }

    /// As in msmtp and mutt a text is for the shell; a list is run as it is. Neither runs while the file is read.
    @Test(arguments: [
        ("pass show \"smtp relay\" | head -1", ["/bin/sh", "-c", "pass show \"smtp relay\" | head -1"]),
        ("[pass, show, smtp relay, 5, ~]", ["pass", "show", "smtp relay", "5", "~"]), ("[./token]", ["./token"]),
        (">\n      touch ran;\n      echo secret", ["/bin/sh", "-c", "touch ran; echo secret"]),
    ])
    func aPasswordCommandIsAShellsOrAList(_ text: String, _ arguments: [String]) throws {
        let relay = "relays:\n  - url: smtp://a.example.org\n    user: news\n    auth: xoauth2\n"
        let configuration = try load(relay + "    password_command: \(text)\n")
        guard case .command(let command) = configuration.relays[0].password else { Issue.record("no command"); return }
        #expect(command.arguments == arguments && configuration.relays[0].auth == .xoauth2)
        #expect(!FileManager.default.fileExists(atPath: "\(command.folder)/ran"))
        try configuration.requireSecrets()
    }

    @Test func aPasswordOfTheEnvironmentWinsOverACommand() throws {
        let yaml = "relays:\n  - url: smtp://a.example.org\n    user: news\n    password_command: false\n"
        let configuration = try load(yaml, environment: ["MAILER_RELAYS_0_PASSWORD": "x"])
        #expect(configuration.relays[0].password == .value(Secret("x")))
        let commanded = try load(
            "relays:\n  - url: smtp://a.example.org\n    user: news\n",
            environment: ["MAILER_RELAYS_0_PASSWORD_COMMAND": "printf a,b"])
        guard case .command(let command) = commanded.relays[0].password else { Issue.record("no command"); return }
        #expect(command.arguments == ["/bin/sh", "-c", "printf a,b"])
    }

    @Test(arguments: [
        ("auth: plain", "'relays.auth' is for a login"), ("password_command: pass", "belong together"),
        ("user: news\n    password_command: pass\n    auth: kerberos", "'relays.auth' is \"kerberos\""),
        ("user: news\n    password_command: pass\n    password_file: x", "Remove one"),
        ("user: news\n    password_command: []", "has no value"),
        ("user: news\n    password_command: \"\"", "has no value"),
        ("user: news\n    password_command: \"a\\nb\"", "has a line break"),
    ])
    func aLoginThatCannotBeMeantIsRefused(_ keys: String, _ says: String) throws {
        let found = try problems("relays:\n  - url: smtp://a.example.org\n    \(keys)\n")
        #expect(found.count == 1 && found[0].contains(says), "\(found)")
    }

    @Test func aUserNeedsAPassword() throws {
        #expect(try problems("relays:\n  - url: smtp://a.example.org\n    user: news\n").count == 1)
    }

    @Test func brokenYAMLNamesTheFile() throws {
        let found = try problems("title: \"unclosed\nfrom: x\n")
        #expect(found.count == 1)
        #expect(found[0].hasPrefix("mailer.yaml:3: is not YAML"))
    }

    @Test func aFileThatIsNotThere() throws {
        #expect(throws: ConfigurationErrors.self) {
            try Configuration.load(path: "/nonexistent/mailer.yaml", environment: [:])
        }
    }
}

/// The example file is the manual: it shows every key, and it can be loaded.
@Suite struct ExampleTests {
    private func example() throws -> String {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try String(contentsOf: root.appendingPathComponent("mailer.example.yaml"), encoding: .utf8)
    }

    @Test func theExampleLoads() throws {
        let configuration = try load(try example(), files: ["relay.password": "x"])
        #expect(configuration.relays.count == 1)
        #expect(configuration.retry.pauses.count == 10)
        #expect(configuration.retry.expiry == .seconds(5 * 86_400))
    }

    @Test(arguments: ConfigurationKey.all.map(\.name)) func theExampleShowsEveryKey(name: String) throws {
        let key = try #require(name.split(separator: ".").last)
        #expect(
            try example().contains(try Regex("(?m)^ *(- )?(\\{ .*)?\(key): ")) || (try example()).contains(" \(key): "))
    }
}

@Suite struct RateTests {
    @Test(arguments: ["100/s", "30/min", "5000/h", "1000/day", "0.5/s"]) func ratesAreRead(text: String) throws {
        #expect(try #require(Rate(text)).description == text)
    }

    @Test(arguments: [
        "", "100", "/s", "0/s", "-1/s", "1/year", "1/s/s", "nan/s", "inf/s", "1 /s", "1e300/s", "0x10/s", "./s",
    ])
    func nonsenseIsNot(text: String) {
        #expect(Rate(text) == nil)
    }

    @Test(arguments: [("250ms", 0.25), ("30s", 30), ("5m", 300), ("4h", 14_400), ("1.5d", 129_600)])
    func timesAreRead(text: String, seconds: Double) {
        #expect(Duration(configured: text) == .seconds(seconds))
    }

    @Test(arguments: ["", "5", "m", "-5m", "5 m", "soon", "1e300d", "99999d", "nans"]) func nonsenseIsNoTime(
        text: String
    ) {
        #expect(Duration(configured: text) == nil)
    }
}
