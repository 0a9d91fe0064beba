import Foundation
import Mail

@testable import Signing

/// Two rings that share the id of their keys, but not the secrets.
enum Samples {
    static let firstSecret = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    static let secondSecret = "/+/f7+/f7+/f7+/f7+/f7+/f7+/f7+/f7+/f7+/f7+8="

    static func ring(_ text: String = "k1 \(firstSecret)") throws -> KeyRing {
        try KeyRing(parsing: text, source: "test.keys")
    }

    static func stranger() throws -> KeyRing { try ring("k1 \(secondSecret)") }
}

/// A fresh folder that goes away after the test.
func withTemporaryFolder<Value>(_ body: (String) throws -> Value) throws -> Value {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mailer-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder.path)
}

extension String {
    /// The text with one character replaced by another that is as good at its place.
    func changing(at offset: Int) -> String {
        var bytes = Array(utf8)
        bytes[offset] = bytes[offset] == UInt8(ascii: "a") ? UInt8(ascii: "b") : UInt8(ascii: "a")
        return String(decoding: bytes, as: UTF8.self)
    }
}
