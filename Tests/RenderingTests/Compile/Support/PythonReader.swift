import Foundation

/// Independent readers of mail and HTML: Python's email package and html5lib.
enum PythonReader {
    private static let path = "/usr/bin/python3"

    /// Whether the tests that need it can run; on Linux they always must.
    static var isAvailable: Bool {
        #if os(Linux)
            true
        #else
            FileManager.default.isExecutableFile(atPath: path)
        #endif
    }

    /// What one message holds, as read with `email.policy.strict`; line ends are LF.
    struct Message: Decodable {
        /// Every field's name and value, in order.
        let header: [[String]]
        let text: String
        let html: String
        /// Of the message, its parts and its fields.
        let defects: [String]
        /// The types of all parts, outer before inner.
        let structure: [String]
        /// The names and sizes of the parts that have a name.
        let files: [String]
        let fileSizes: [Int]
        /// What html5lib says about the HTML part.
        let htmlErrors: [String]

        func values(of name: String) -> [String] {
            header.filter { $0[0].lowercased() == name.lowercased() }.map { $0[1] }
        }
    }

    /// Reads messages that are separated by a NUL.
    static func read(_ messages: [[UInt8]]) throws -> [Message] {
        try run(
            """
            import email, email.policy, html5lib, json, sys
            out = []
            for raw in open(sys.argv[1], 'rb').read().split(b'\\0'):
                m = email.message_from_bytes(raw, policy=email.policy.strict)
                defects = [str(d) for part in m.walk() for d in part.defects]
                defects += [str(d) for part in m.walk() for v in part.values() for d in getattr(v, 'defects', ())]
                text = m.get_body(('plain',)).get_content().replace('\\r\\n', '\\n')
                html = m.get_body(('html',)).get_content().replace('\\r\\n', '\\n')
                parser = html5lib.HTMLParser()
                parser.parse(html)
                out.append({
                    'structure': [part.get_content_type() for part in m.walk()],
                    'files': [part.get_filename() for part in m.walk() if part.get_filename()],
                    'fileSizes': [len(part.get_content()) for part in m.walk() if part.get_filename()],
                    'header': [[k, str(v)] for k, v in m.items()], 'text': text, 'html': html, 'defects': defects,
                    'htmlErrors': [str(e) for e in parser.errors]})
            print(json.dumps(out))
            """, input: Array(messages.joined(separator: [0])))
    }

    /// The errors that html5lib finds in each page.
    static func errors(inPages pages: [String]) throws -> [[String]] {
        try run(
            """
            import html5lib, json, sys
            out = []
            for page in open(sys.argv[1], encoding='utf-8', newline='').read().split('\\0'):
                parser = html5lib.HTMLParser()
                parser.parse(page)
                out.append([str(e) for e in parser.errors])
            print(json.dumps(out))
            """, input: Array(pages.joined(separator: "\0").utf8))
    }

    private static func run<Answer: Decodable>(_ script: String, input: [UInt8]) throws -> Answer {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("mailer-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let file = directory.appendingPathComponent("input")
        try Data(input).write(to: file)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = ["-c", script, file.path]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return try JSONDecoder().decode(Answer.self, from: data)
    }
}
