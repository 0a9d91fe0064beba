import Mail

@testable import Signing

/// Keys and messages for the tests of DKIM.
enum DKIMSamples {
    private static let pems = Result {
        (
            rsa: try DKIMSigner.generateKeyPEM(.rsaSHA256(bits: 2048)),
            ed25519: try DKIMSigner.generateKeyPEM(.ed25519SHA256)
        )
    }

    static var rsaPEM: String { get throws { try pems.get().rsa } }
    static var rsa: DKIMSigner {
        get throws { try DKIMSigner(domain: "example.org", selector: "news", privateKeyPEM: pems.get().rsa) }
    }
    static var ed25519: DKIMSigner {
        get throws { try DKIMSigner(domain: "example.org", selector: "ed", privateKeyPEM: pems.get().ed25519) }
    }
    static var signers: [DKIMSigner] { get throws { [try rsa, try ed25519] } }
    static var records: [DKIMRecord] { get throws { try signers.map { try $0.dnsRecord } } }

    /// 2017-12-18 09:30:00 UTC
    static let time = Timestamp(milliseconds: 1_513_589_400_123)

    static let header = [
        "From: Works on Arm <news@example.org>",
        "To: reader@example.net",
        "Reply-To: editor@example.org",
        "Subject: =?UTF-8?Q?week_2017-W51:_K=C3=A4ldstr=C3=B6m?=\r\n =?UTF-8?Q?_and_others?=",
        "Date: Mon, 18 Dec 2017 09:30:00 +0000",
        "Message-ID: <hhh3pjfhcvut4idki3aoxd7l7y@example.org>",
        "List-Id:  Works on Arm \t <works-on-arm.example.org>  ",
        "List-Unsubscribe:\r\n\t<https://news.example.org/u/AQJrMeckAwznNYZt6dP2G8e90bR5TUBk>",
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
        "LIST-HELP: <mailto:help@example.org>",
        "Feedback-ID: w51:weekly:mailer",
        "MIME-Version: 1.0",
        "Content-Type: multipart/alternative;\r\n boundary=\"b1\"",
        "X-Empty:",
    ]

    static func message(header: [String] = header, body: String = "Hello.\r\n") -> [UInt8] {
        Array((header.map { $0 + "\r\n" }.joined() + "\r\n" + body).utf8)
    }

    /// The message with both signatures in front.
    static func signed(_ message: [UInt8]) throws -> [UInt8] {
        try DKIMSigner.headerFields(by: try signers, for: message, at: time) + message
    }

    /// As they leave over SMTP: each ends in CRLF, or has nothing in it.
    static let trickyBodies = [
        "", "\r\n", "\r\n\r\n\r\n", " \t \r\n\t\r\n", "one line\r\n", "trailing  \t \r\n", "a  b\t\tc \t d\r\n",
        "\r\n\r\nlate start\r\n", "gap\r\n\r\n \r\n\t\r\nend\r\n\r\n\r\n",
        ".\r\n..\r\n.dots\r\n", "\ttab first\r\n", String(repeating: "x", count: 990) + "\r\n",
        String(repeating: "lorem ipsum =C3=A4\r\n", count: 20_000), "bytes \u{1}\u{7F} of all sorts\r\n",
    ]
}
