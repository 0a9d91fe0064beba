import Foundation
import Testing

@testable import Mail

@Suite struct Base64LinesTests {
    /// The vectors of RFC 4648 §10.
    @Test(arguments: [
        ("", ""), ("f", "Zg==\r\n"), ("fo", "Zm8=\r\n"), ("foo", "Zm9v\r\n"), ("foob", "Zm9vYg==\r\n"),
        ("fooba", "Zm9vYmE=\r\n"), ("foobar", "Zm9vYmFy\r\n"),
    ])
    func vectorsOfTheRFC(text: String, encoded: String) {
        #expect(String(decoding: Base64Lines.encode(Array(text.utf8)), as: UTF8.self) == encoded)
    }

    @Test(arguments: [1, 56, 57, 58, 114, 115, 1000])
    func linesAreAtMost76ColumnsAndDecode(count: Int) {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37) }
        let text = String(decoding: Base64Lines.encode(bytes), as: UTF8.self)
        #expect(text.split(separator: "\r\n").allSatisfy { $0.utf8.count <= 76 })
        #expect(Data(base64Encoded: text.replacing("\r\n", with: "")).map { Array($0) } == bytes)
    }
}
