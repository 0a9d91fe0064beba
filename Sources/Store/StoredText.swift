import Foundation
import Mail

/// Reads texts back that this program wrote; one that it cannot have written is an error, not a crash.
enum StoredText {
    static func value<Code: RawRepresentable<String>>(_ text: String, table: String, id: Int64) throws -> Code {
        guard let value = Code(rawValue: text) else {
            throw StoreError.unreadableRow(table: table, id: id, why: "'\(text.escapingControls)' is no known code")
        }
        return value
    }

    static func address(_ text: String, table: String, id: Int64) throws -> EmailAddress {
        do {
            return try EmailAddress(text)
        } catch {
            throw StoreError.unreadableRow(table: table, id: id, why: error.description)
        }
    }
}

/// A subscriber's attributes as the JSON object that the column holds.
enum Attributes {
    static func json(_ attributes: [String: String]) throws -> String {
        if attributes.isEmpty { return "{}" }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(attributes), as: UTF8.self)
    }

    static func read(_ text: String, subscriber: Int64) throws -> [String: String] {
        if let plain = Self.plain(text) { return plain }
        do {
            return try JSONDecoder().decode([String: String].self, from: Data(text.utf8))
        } catch {
            throw StoreError.unreadableRow(
                table: "subscribers", id: subscriber, why: "its attributes are no object of texts")
        }
    }

    /// Reads what `json` writes as long as nothing in it is escaped, a tenth of the decoder's work; nil for all else.
    ///
    ///     {"city":"Bern","plan":"yearly"}
    private static func plain(_ text: String) -> [String: String]? {
        var text = text
        return text.withUTF8 { bytes in
            let quote = UInt8(ascii: "\"")
            guard bytes.count >= 2, bytes.first == UInt8(ascii: "{"), bytes.last == UInt8(ascii: "}"),
                !bytes.contains(UInt8(ascii: "\\"))
            else { return nil }
            let parts = bytes[1..<bytes.count - 1].split(separator: quote, omittingEmptySubsequences: false)
            // Outside, key, outside, value; … ; outside.
            guard parts.count % 4 == 1, parts.last?.isEmpty == true else { return nil }
            var attributes: [String: String] = [:]
            for start in stride(from: 0, to: parts.count - 1, by: 4) {
                guard parts[start].elementsEqual(start == 0 ? "".utf8 : ",".utf8),
                    parts[start + 2].elementsEqual(":".utf8)
                else { return nil }
                attributes[String(decoding: parts[start + 1], as: UTF8.self)] =
                    String(decoding: parts[start + 3], as: UTF8.self)
            }
            return attributes
        }
    }
}
