/// What the server says: one code and one or more lines (RFC 5321 §4.2.1).
///
///     550-5.1.1 The account does not exist.
///     550 5.1.1 See https://example.org/help
package struct SandboxReply: Hashable, Sendable, CustomStringConvertible {
    package let code: Int
    package let lines: [String]

    init(_ code: Int, _ lines: [String]) {
        self.code = code
        self.lines = lines
    }

    /// Reads a reply as people order it, `550 5.1.1 No such user`; `\n` begins another line.
    ///
    /// Nil without a code from 200 to 599, and if a line holds a control character.
    init?(ordered text: String) {
        let parts = text.split(separator: " ", maxSplits: 1)
        guard let first = parts.first, first.utf8.count == 3, let code = Int(first), (200...599).contains(code),
            text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
        else { return nil }
        self.init(code, Self.lines(of: parts.count == 2 ? parts[1] : ""))
    }

    package var description: String { ([String(code)] + lines).joined(separator: " ") }

    /// A temporary or permanent no.
    package var isRefusal: Bool { code >= 400 }

    /// The reply as it goes over the wire.
    var wireText: String {
        lines.enumerated().map { index, line in
            "\(code)\(index == lines.count - 1 ? " " : "-")\(line)\r\n"
        }.joined()
    }

    private static func lines(of text: Substring) -> [String] {
        var lines = [""]
        var rest = text
        while let backslash = rest.firstIndex(of: "\\") {
            lines[lines.count - 1] += rest[..<backslash]
            rest = rest[rest.index(after: backslash)...]
            if rest.first == "n" {
                rest.removeFirst()
                lines.append("")
            } else {
                lines[lines.count - 1] += "\\"
            }
        }
        lines[lines.count - 1] += rest
        return lines
    }
}
