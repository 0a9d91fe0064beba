/// A JSON document with its keys in the order in which they were written: scripts and people read it.
package indirect enum JSONText: Sendable {
    case object([(String, JSONText)])
    case array([JSONText])
    case string(String)
    case integer(Int)
    case flag(Bool)
    case null

    package static func optional(_ text: String?) -> JSONText { text.map { .string($0) } ?? .null }

    /// Indented by two spaces, without a line break at the end.
    package var document: String {
        var bytes: [UInt8] = []
        write(to: &bytes, depth: 0)
        return String(decoding: bytes, as: UTF8.self)
    }

    private func write(to bytes: inout [UInt8], depth: Int) {
        switch self {
        case .object(let members):
            Self.write(members, between: "{}", to: &bytes, depth: depth) { member, bytes in
                bytes.appendJSONString(member.0)
                bytes.append(contentsOf: ": ".utf8)
                member.1.write(to: &bytes, depth: depth + 1)
            }
        case .array(let items):
            Self.write(items, between: "[]", to: &bytes, depth: depth) { item, bytes in
                item.write(to: &bytes, depth: depth + 1)
            }
        case .string(let text): bytes.appendJSONString(text)
        case .integer(let number): bytes.appendDecimal(number)
        case .flag(let flag): bytes.append(contentsOf: (flag ? "true" : "false").utf8)
        case .null: bytes.append(contentsOf: "null".utf8)
        }
    }

    private static func write<Item>(
        _ items: [Item], between brackets: String, to bytes: inout [UInt8], depth: Int,
        item writeItem: (Item, inout [UInt8]) -> Void
    ) {
        guard !items.isEmpty else { return bytes.append(contentsOf: brackets.utf8) }
        bytes.append(contentsOf: brackets.prefix(1).utf8)
        for (index, item) in items.enumerated() {
            bytes.append(contentsOf: (index == 0 ? "\n" : ",\n").utf8)
            bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * (depth + 1)))
            writeItem(item, &bytes)
        }
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * depth))
        bytes.append(contentsOf: brackets.suffix(1).utf8)
    }
}
