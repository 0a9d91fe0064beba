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
        if text == "{}" { return [:] }
        do {
            return try JSONDecoder().decode([String: String].self, from: Data(text.utf8))
        } catch {
            throw StoreError.unreadableRow(
                table: "subscribers", id: subscriber, why: "its attributes are no object of texts")
        }
    }
}
