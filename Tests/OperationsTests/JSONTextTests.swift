import Foundation
import Testing

@testable import Operations

@Suite struct JSONTextTests {
    @Test func nestedAndEmptyPartsAreIndented() {
        let json = JSONText.object([
            ("a", .array([.integer(-1), .flag(true), .null])), ("b", .object([])), ("c", .array([])),
            ("d", .optional(nil)), ("e", .optional("\n")),
        ])
        #expect(
            json.document == """
                {
                  "a": [
                    -1,
                    true,
                    null
                  ],
                  "b": {},
                  "c": [],
                  "d": null,
                  "e": "\\n"
                }
                """)
    }

    @Test func keysAreEscapedToo() throws {
        let json = JSONText.object([("a\"\n", .integer(1))]).document
        let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Int]
        #expect(object == ["a\"\n": 1])
    }
}
