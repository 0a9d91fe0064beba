import Mail

/// Reads `Name: value` lines in groups parted by blank lines, the form of RFC 3464 §2.1 and RFC 5965 §3.
///
///     Reporting-MTA: dns; relay.example.org
///
///     Final-Recipient: rfc822; reader@example.com
///     Action: failed
///     Diagnostic-Code: smtp; 550 5.1.1
///         User unknown
///
/// Lines that are no fields are passed over: the same fields also stand in the middle of prose.
enum FieldGroups {
    static func parse(_ text: String) -> [[Field]] {
        var groups: [[Field]] = [[]]
        var name = ""
        var value = ""
        func close() {
            if !name.isEmpty { groups[groups.count - 1].append(Field(name: name, value: value.trimmed)) }
            name = ""
        }
        for line in text.split(atASCII: "\n").map({ $0.hasBytes(suffix: "\r") ? Substring($0.utf8.dropLast()) : $0 }) {
            if line.unicodeScalars.allSatisfy(\.properties.isWhitespace) {
                close()
                if groups.last?.isEmpty == false { groups.append([]) }
            } else if line.hasBytes(prefix: " ") || line.hasBytes(prefix: "\t") {
                if !name.isEmpty, value.utf8.count < 8_192 { value += " " + String(line).trimmed }
            } else {
                close()
                guard let colon = line.firstIndex(ofASCII: ":"), isName(line[..<colon]) else { continue }
                name = line[..<colon].asciiLowercased
                value = String(line[line.utf8.index(after: colon)...])
            }
        }
        close()
        return groups.filter { !$0.isEmpty }
    }

    private static func isName(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.count <= 64
            && text.utf8.allSatisfy {
                $0 == UInt8(ascii: "-") || (0x30...0x39).contains($0) || (0x61...0x7A).contains($0 | 0x20)
            }
    }
}

extension StringProtocol {
    /// Without white space at either end.
    var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else {
            return ""
        }
        return String(self[first...last])
    }
}
