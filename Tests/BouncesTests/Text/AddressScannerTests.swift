import Mail
import Testing

@testable import Bounces

@Suite struct AddressScannerTests {
    static let rows: [(text: String, found: [String])] = [
        ("<reader@example.com>:", ["reader@example.com"]),
        ("reader@example.com...User unknown", ["reader@example.com"]),
        ("[SMTP:reader@example.com]", ["reader@example.com"]),
        ("c=US;o=x;dda:SMTP=reader@example.COM; on Fri", ["reader@example.com"]),
        (
            "to 'reader@example.com', not to other+tag@sub.example.com.",
            ["reader@example.com", "other+tag@sub.example.com"]
        ),
        ("mailto:käthe@example.com?subject=x", ["käthe@example.com"]),
        ("@example.com and reader@ and @ and a@-", []),
        ("a..b@example.com .a@example.com", []),
        ("a@b@example.com", ["a@b"]),
        ("", []),
    ]

    @Test(arguments: rows.indices) func addressesAreFoundInProse(index: Int) {
        let row = Self.rows[index]
        #expect(AddressScanner.matches(in: row.text).map(\.address.description) == row.found)
    }

    @Test func aTextOfAtSignsIsNoTrouble() {
        #expect(AddressScanner.matches(in: String(repeating: "@", count: 100_000)).isEmpty)
        #expect(AddressScanner.removed(from: "to reader@example.com: no") == "to  : no")
    }
}
