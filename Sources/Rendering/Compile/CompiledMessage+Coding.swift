import Foundation
import Mail

// A compiled message is stored with its mailing: whatever a later version of this program renders otherwise, the
// messages that were sent can be made again.
extension CompiledMessage {
    /// As JSON, the same bytes for the same message.
    package func encoded() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(self))
    }

    /// - Throws: a `DecodingError` for anything that `encoded` did not write.
    package init(encoded: [UInt8]) throws {
        self = try JSONDecoder().decode(CompiledMessage.self, from: Data(encoded))
    }
}

/// Bytes of a message between its slots: 7-bit by construction, so that a text can hold them.
struct EncodedBytes: Codable, Hashable, Sendable {
    let bytes: [UInt8]
    let form: WireForm

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        form = WireForm(of: bytes)
    }

    init(from decoder: any Decoder) throws {
        self.init(Array(try decoder.singleValueContainer().decode(String.self).utf8))
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(String(decoding: bytes, as: UTF8.self))
    }
}
