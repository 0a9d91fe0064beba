import Foundation
import Testing

/// Readers whose addresses are beyond ASCII, from the CSV file to the relay.
@Suite struct InternationalAddressTests {
    @Test func theyGetTheirMail() throws {
        let work = try Workspace()
        try work.startSandbox()
        try work.write(
            "readers.csv", "email,name\nann@bücher.example,Ann\njürgen@bücher.example,Jürgen\nben@example.org,Ben\n")
        #expect(try work.mailer("import", "readers.csv", "--list", "weekly").status == 0)
        try work.write("issue.md", "# Title\n\nText.\n")
        let result = try work.mailer("send", "issue.md", "--yes")
        #expect(result.status == 0, "\(result)")
        #expect(
            try work.mailed().sorted() == [
                "ann@xn--bcher-kva.example", "ben@example.org", "jürgen@xn--bcher-kva.example",
            ])
        let headers = try work.messages().flatMap { $0.split(separator: "\r\n").filter { $0.hasPrefix("To: ") } }
        #expect(
            headers.sorted() == [
                "To: =?utf-8?Q?J=C3=BCrgen?= <jürgen@xn--bcher-kva.example>", "To: Ann <ann@xn--bcher-kva.example>",
                "To: Ben <ben@example.org>",
            ])
    }

    /// She cannot be imported a second time, and thus be mailed again, under the other spelling of her domain.
    @Test func bothSpellingsOfADomainAreOneReader() throws {
        let work = try Workspace()
        try work.write("readers.csv", "email\nann@bücher.example\n")
        _ = try work.mailer("import", "readers.csv", "--list", "weekly")
        try work.write("again.csv", "email\nAnn@xn--bcher-kva.example\n")
        #expect(try work.mailer("import", "again.csv", "--list", "weekly").status == 0)
        let exported = try work.mailer("export", "--list", "weekly")
        #expect(exported.output.split(separator: "\n").filter { $0.contains("@") }.count == 1, "\(exported)")
    }
}
