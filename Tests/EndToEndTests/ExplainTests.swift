import Foundation
import Testing

/// `mailer explain`: one paragraph for each thing that may have happened to a reader.
@Suite struct ExplainTests {
    private func explained(_ work: Workspace, _ reader: String) throws -> String {
        let result = try work.mailer("explain", "\(reader)@example.org", "issue")
        #expect(result.status == 0, "\(result)")
        #expect(result.output.split(separator: "\n").count == 1, "\(result)")
        return result.output
    }

    @Test func eachOutcomeIsToldInTheServersWords() throws {
        let work = try Workspace()
        try work.startSandbox([
            "--fault", "rcpt=550 5.1.1 No such user here @to:reader2@*", "--fault",
            "rcpt=451 4.7.1 Try later @to:reader3@*",
            "--fault", "dot=drop-after @to:reader4@*",
        ])
        try work.importReaders(5)
        #expect(try work.mailer("subscribers", "unsubscribe", "reader5@example.org").status == 0)
        try work.write("issue.md", "# Title\n\nText.\n")
        _ = try work.mailer("send", "issue.md", "--yes")
        #expect(try work.mailer("subscribers", "add", "reader6@example.org", "--list", "weekly").status == 0)

        let told = try (1...6).map { try explained(work, "reader\($0)") }
        #expect(told[0].contains("took it on") && told[0].contains("said: 250 "), "\(told[0])")
        #expect(told[1].contains("failed") && told[1].contains("550 5.1.1 No such user here"), "\(told[1])")
        #expect(told[1].contains("in reply to RCPT TO") && told[1].contains("suppressed since"), "\(told[1])")
        #expect(told[2].contains("is deferred") && told[2].contains("451 4.7.1 Try later"), "\(told[2])")
        #expect(told[2].contains("tried again from"), "\(told[2])")
        #expect(told[3].contains("It is unknown whether") && told[3].contains("mailer unknown issue"), "\(told[3])")
        #expect(told[4].contains("was not sent 'issue': unsubscribed") && told[4].contains("by cli"), "\(told[4])")
        #expect(told[5].contains("was not in the audience") && told[5].contains("It has been since"), "\(told[5])")
    }

    @Test func strangersAreAnError() throws {
        let work = try Workspace()
        try work.startSandbox()
        try work.importReaders(1)
        try work.write("issue.md", "# Title\n\nText.\n")
        _ = try work.mailer("send", "issue.md", "--yes")
        let stranger = try work.mailer("explain", "nobody@example.org", "issue")
        #expect(stranger.status == 1)
        #expect(stranger.errors.contains("nobody@example.org is not known here"), "\(stranger)")
        #expect(
            try work.mailer("explain", "reader1@example.org", "other").errors.contains("There is no mailing 'other'"))
        #expect(try work.mailer("explain", "no address", "issue").status == 1)
    }
}
