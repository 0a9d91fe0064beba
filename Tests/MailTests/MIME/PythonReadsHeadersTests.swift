import Foundation
import Testing

@testable import Mail

/// Python's email package reads our fields back, strictly.
@Suite(.enabled(if: Python.isAvailable)) struct PythonReadsHeadersTests {
    /// Prints subject, name, address and defects of each message, as JSON.
    ///
    /// The name is read by the older decoder: `display_name` of Python 3.11 puts a space between encoded words.
    private static let script = """
        import email, email.header, email.policy, email.utils, json, sys
        raw = open(sys.argv[1], 'rb').read()
        out = []
        for part in raw.split(b'\\0'):
            m = email.message_from_bytes(part, policy=email.policy.strict)
            plain = email.message_from_bytes(part)['To'].replace('\\r\\n', '')
            name = str(email.header.make_header(email.header.decode_header(email.utils.parseaddr(plain)[0])))
            defects = [str(d) for h in ('Subject', 'To') for d in m[h].defects]
            out.append([str(m['Subject']), name, m['To'].addresses[0].addr_spec, defects])
        print(json.dumps(out, ensure_ascii=False))
        """

    @Test func randomSubjectsAndNamesComeBack() throws {
        var random = SeededGenerator(seed: 51)
        let texts = (0..<200).map { _ in random.text(maximumPieces: 40).trimmingSpaces }.filter { !$0.isEmpty }
        let messages = try texts.map { text -> [UInt8] in
            let mailbox = Mailbox(displayName: text, address: try EmailAddress("reader@example.org"))
            return try HeaderField("Subject", text: text).bytes + HeaderField("To", mailboxes: [mailbox]).bytes + [
                13, 10,
            ]
        }
        let output = try Python.run(Self.script, input: Array(messages.joined(separator: [0])))
        let read = try Self.rows(output)
        try #require(read.count == texts.count, "\(output)")
        for (text, row) in zip(texts, read) {
            #expect(row.subject == text)
            #expect(row.name == text)
            #expect(row.address == "reader@example.org")
            #expect(row.defects == [])
        }
    }

    private struct Row: Decodable {
        let subject: String
        let name: String
        let address: String
        let defects: [String]

        init(from decoder: any Swift.Decoder) throws {
            var values = try decoder.unkeyedContainer()
            subject = try values.decode(String.self)
            name = try values.decode(String.self)
            address = try values.decode(String.self)
            defects = try values.decode([String].self)
        }
    }

    private static func rows(_ output: String) throws -> [Row] {
        try JSONDecoder().decode([Row].self, from: Data(output.utf8))
    }
}
