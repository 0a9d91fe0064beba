import Mail
import Testing

@testable import Bounces

@Suite struct DiagnosticTextTests {
    static let rows: [(text: String, code: Int?, status: String?)] = [
        ("smtp; 550-5.1.1 The account does not exist. 550 5.1.1 See there", 550, "5.1.1"),
        ("Sorry, no mailbox here by that name. (#5.1.1)", nil, "5.1.1"),
        ("host mx.example.com[192.0.2.1] said: 552 Over quota", 552, nil),
        ("550 5.1.351 Remote server returned", 550, "5.1.351"),
        ("Ends with a status 4.4.7.", nil, "4.4.7"),
        ("connect to 5.1.1.1 port 25", nil, nil),
        ("version 3.5.12 of 550mail, 250 ok, 2.1.5", nil, nil),
        ("reader550@example.com 5.999.1000", nil, nil),
        ("", nil, nil),
    ]

    @Test(arguments: rows.indices) func codesAreFoundWhereTheyStand(index: Int) {
        let row = Self.rows[index]
        let found = DiagnosticText(row.text)
        #expect(found.code == row.code)
        #expect(found.status?.description == row.status)
    }
}
