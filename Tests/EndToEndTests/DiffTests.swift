import Foundation
import Testing

/// Two issues compared, or one with what was sent of it.
@Suite struct DiffTests {
    private func work() throws -> Workspace {
        let work = try Workspace()
        try work.startSandbox()
        try work.importReaders(1)
        try work.write("w51.md", "# Week 51\n\nHello, see [this](https://example.org/1).\n")
        #expect(try work.mailer("send", "w51.md", "--yes").status == 0)
        return work
    }

    @Test func aFileThatHasNotChangedSinceItWasSent() throws {
        let work = try work()
        for arguments in [["w51.md"], ["w51", "w51.md"], ["w51.md", "w51.md"], ["w51@1", "w51"]] {
            let result = try Program.run(Program.path, ["diff"] + arguments, in: work.folder)
            #expect(result.status == 0 && result.output == "" && result.errors == "", "\(arguments): \(result)")
        }
    }

    @Test func whatChangedSinceItWasSent() throws {
        let work = try work()
        try work.write("w51.md", "---\nsubject: Week 51!\n---\n\nHi, see [this](https://example.org/2).\n")
        let result = try work.mailer("diff", "w51.md", "--list", "weekly")
        #expect(result.status == 1)
        #expect(result.output.hasPrefix("--- w51@1 (list weekly, "))
        for line in [
            "+++ w51.md", "Subject\n-Week 51\n+Week 51!", "-https://example.org/1", "+https://example.org/2",
            "@@ -",
        ] {
            #expect(result.output.contains(line), "\(line) in \(result)")
        }
        let json = try work.mailer("diff", "w51.md", "--list", "weekly", "--json")
        #expect(json.status == 1)
        let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
        #expect(object?["identical"] as? Bool == false)
        #expect(object?["linksAdded"] as? [String] == ["https://example.org/2"])
        #expect((object?["html"] as? [Any])?.isEmpty == false)
    }

    @Test(arguments: [
        (["w52.md"], "there is no such file"), (["w52", "w51.md"], "There is no mailing 'w52'"),
        (["w51@7", "w51.md"], "There is no version 7 of 'w51'"),
        (["w51", "w51.md", "--list", "daily"], "There is no list 'daily'"),
    ])
    func whatCannotBeCompared(_ arguments: [String], _ words: String) throws {
        let work = try work()
        let result = try Program.run(Program.path, ["diff"] + arguments, in: work.folder)
        #expect(result.status == 2 && result.output == "", "\(result)")
        #expect(result.errors.contains(words), "\(result)")
    }
}
