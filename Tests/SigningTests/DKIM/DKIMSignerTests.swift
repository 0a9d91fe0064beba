import Foundation
import Mail
import Testing

@testable import Signing

@Suite("DKIM signatures")
struct DKIMSignerTests {
    /// RFC 8463, appendix A: key, message and signature. Ed25519 signatures are the same every time.
    @Test("The key of RFC 8463 gives the signature of RFC 8463")
    func rfc8463() throws {
        let message = Array(
            """
            From: Joe SixPack <joe@football.example.com>
            To: Suzie Q <suzie@shopping.example.net>
            Subject: Is dinner ready?
            Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)
            Message-ID: <20030712040037.46341.5F8J@football.example.com>

            Hi.

            We lost the game.  Are you hungry yet?

            Joe.

            """.replacing("\n", with: "\r\n").utf8)
        let field = """
             v=1; a=ed25519-sha256; c=relaxed/relaxed;
             d=football.example.com; i=@football.example.com;
             q=dns/txt; s=brisbane; t=1528637909; h=from : to :
             subject : date : message-id : from : subject : date;
             bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
             b=
            """.replacing("\n", with: "\r\n")
        let seed = try #require(Base64.decode("nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=".utf8))
        let header = try HeaderBlock(message)
        let digest = try RelaxedBody.digest(of: message, from: header.bodyStart)
        #expect(
            String(decoding: Base64.encode(digest), as: UTF8.self) == "2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=")

        let key = try DKIMKey(pem: pem(seed: seed))
        #expect(
            String(decoding: Base64.encode(try key.publicKey()), as: UTF8.self)
                == "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=")
        let signed =
            header.fields.flatMap { header.relaxed($0) }
            + HeaderBlock.relaxed(name: "dkim-signature", value: field.utf8)
        let signature = try key.sign(digest: try SHA256.digest(signed))
        #expect(
            String(decoding: Base64.encode(signature), as: UTF8.self)
                == "/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11BusFa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==")
    }

    @Test("The field has the documented tags and folds")
    func snapshot() throws {
        let key = try DKIMKey.generatePEM(.ed25519SHA256)
        let signer = try DKIMSigner(domain: "Example.org", selector: "ed", privateKeyPEM: key)
        let field = String(
            decoding: try signer.headerField(for: DKIMSamples.message(), at: DKIMSamples.time), as: UTF8.self)
        let tag = try #require(field.range(of: " b="))
        #expect(
            field[..<tag.upperBound]
                == """
                DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed; d=example.org; s=ed;
                 t=1513589400; h=From:From:Subject:Subject:To:To:Date:Date:Reply-To:Reply-To:
                 Message-ID:MIME-Version:Content-Type:List-Id:List-Unsubscribe:
                 List-Unsubscribe-Post:List-Help:Feedback-ID;
                 bh=yZQq1c8wjBl0fZ4Wc/oraMCAG1mZJv5v/hlvyFy+t6A=;
                 b=
                """.replacing("\n", with: "\r\n"))
    }

    @Test("No line is longer than 78 characters, and the field ends in one line break")
    func folding() throws {
        for signer in try DKIMSamples.signers {
            let field = String(
                decoding: try signer.headerField(for: DKIMSamples.message(), at: DKIMSamples.time), as: UTF8.self)
            let lines = field.components(separatedBy: "\r\n")
            #expect(lines.allSatisfy { $0.utf8.count <= 78 })
            #expect(lines.dropFirst().dropLast().allSatisfy { $0.hasPrefix(" ") && $0.count > 1 })
            #expect(lines.last == "")
            #expect(!field.contains("l="))
        }
    }

    @Test("dkimpy accepts both signatures, whatever the body", .enabled(if: Verifiers.hasDKIMPy))
    func dkimpyAccepts() throws {
        let bodies = DKIMSamples.trickyBodies + ["no final line break"]
        let messages = try bodies.map { try DKIMSamples.signed(DKIMSamples.message(body: $0)) }
        let verdicts = try Verifiers.dkimpy(messages, try DKIMSamples.records)
        #expect(verdicts.count == bodies.count)
        for (body, verdict) in zip(bodies, verdicts) {
            #expect(verdict == [true, true], "\(body.prefix(60).debugDescription)")
        }
    }

    @Test("OpenDKIM accepts both signatures, whatever the body", .enabled(if: Verifiers.hasOpenDKIM))
    func openDKIMAccepts() throws {
        let messages = try DKIMSamples.trickyBodies.map { try DKIMSamples.signed(DKIMSamples.message(body: $0)) }
        let passes = try Verifiers.openDKIM(messages, try DKIMSamples.records)
        for (body, count) in zip(DKIMSamples.trickyBodies, passes) {
            #expect(count == 2, "\(body.prefix(60).debugDescription)")
        }
    }

    /// RFC 8616: the bytes of the header are signed as they are, the domain of the signature is in A-labels.
    @Test(
        "Both verifiers accept an address beyond ASCII in To",
        .enabled(if: Verifiers.hasDKIMPy && Verifiers.hasOpenDKIM))
    func internationalAddress() throws {
        let signer = try DKIMSigner(
            domain: "b\u{FC}cher.example", selector: "news", privateKeyPEM: try DKIMSamples.rsaPEM)
        let header = DKIMSamples.header.map {
            $0.replacing("reader@example.net", with: "=?utf-8?Q?J=C3=BCrgen?= <j\u{FC}rgen@xn--bcher-kva.example>")
        }
        let message = DKIMSamples.message(header: header)
        let signed = try DKIMSigner.headerFields(by: [signer], for: message, at: DKIMSamples.time) + message
        #expect(String(decoding: signed, as: UTF8.self).contains("d=xn--bcher-kva.example;"))
        let records = [try signer.dnsRecord]
        #expect(try Verifiers.dkimpy([signed], records) == [[true]])
        #expect(try Verifiers.openDKIM([signed], records) == [1])
        let changed = Array(String(decoding: signed, as: UTF8.self).replacing("j\u{FC}rgen", with: "j\u{E4}rgen").utf8)
        #expect(try Verifiers.dkimpy([changed], records) == [[false]])
    }

    /// What a change on the way does to the samples: each of these must show.
    static let changes: [(what: String, old: String, new: String)] = [
        ("a letter of the body", "Hello.", "Hallo."),
        ("a line more in the body", "Hello.\r\n", "Hello.\r\nBuy this.\r\n"),
        ("the subject", "2017-W51", "2017-W52"), ("the sender", "news@example.org>", "evil@example.org>"),
        ("the unsubscribe link", "/u/AQJ", "/u/AQK"),
        ("one-click", "List-Unsubscribe=One-Click", "List-Unsubscribe=None"),
        ("the Message-ID", "<hhh3", "<hhh4"), ("the list", "works-on-arm.example", "works-on-arm.example2"),
        ("the content type", "multipart/alternative", "multipart/mixed"), ("the feedback id", "w51:", "w52:"),
        ("a second From", "From: W", "From: evil@example.net\r\nFrom: W"),
        ("a second Subject", "Subject: ", "Subject: Other\r\nSubject: "),
        ("a second To", "To: r", "To: you@example.net\r\nTo: r"),
        ("a second Date", "Date: ", "Date: Tue, 19 Dec 2017 09:30:00 +0000\r\nDate: "),
        ("a second Reply-To", "Reply-To: ", "Reply-To: evil@example.net\r\nReply-To: "),
        ("the time of the signature", "t=1513589400", "t=1513589401"),
    ]

    @Test(
        "After a change on the way neither verifier accepts", .enabled(if: Verifiers.hasDKIMPy && Verifiers.hasOpenDKIM)
    )
    func changesShow() throws {
        let signed = String(decoding: try DKIMSamples.signed(DKIMSamples.message()), as: UTF8.self)
        let changed = Self.changes.map { Array(signed.replacing($0.old, with: $0.new).utf8) }
        let verdicts = try Verifiers.dkimpy(changed, try DKIMSamples.records)
        let passes = try Verifiers.openDKIM(changed, try DKIMSamples.records)
        for (index, change) in Self.changes.enumerated() {
            #expect(changed[index] != Array(signed.utf8))
            #expect(verdicts[index] == [false, false], "\(change.what)")
            #expect(passes[index] == 0, "\(change.what)")
        }
    }

    @Test("Another key's record is no good", .enabled(if: Verifiers.hasDKIMPy))
    func foreignRecord() throws {
        let other = try DKIMSigner(
            domain: "example.org", selector: "ed", privateKeyPEM: DKIMKey.generatePEM(.ed25519SHA256))
        let message = try DKIMSamples.signed(DKIMSamples.message())
        #expect(try Verifiers.dkimpy([message], [try DKIMSamples.records[0], other.dnsRecord]) == [[true, false]])
    }

    @Test("A field that is not there cannot be added later", arguments: ["Reply-To", "To", "Subject"])
    func absentFields(name: String) throws {
        let header = DKIMSamples.header.filter { !$0.hasPrefix("\(name):") }
        let fields = try SignedFields(of: try HeaderBlock(DKIMSamples.message(header: header)))
        #expect(fields.names.filter { $0 == name }.count == 1)
    }

    @Test("Of several fields with one name the last is signed first")
    func repeatedFields() throws {
        let header = ["From: a@example.org", "To: one@example.net", "To: two@example.net"]
        let fields = try SignedFields(of: try HeaderBlock(DKIMSamples.message(header: header)))
        #expect(fields.names == ["From", "From", "Subject", "To", "To", "To", "Date", "Reply-To"])
        #expect(
            String(decoding: fields.canonical, as: UTF8.self)
                == "from:a@example.org\r\nto:two@example.net\r\nto:one@example.net\r\n")
    }

    @Test(
        "A message that cannot be signed is refused",
        arguments: [
            (["To: reader@example.net"], "x\r\n", DKIMError.noFrom), ([], "", .noFrom),
            (["From: a@example.org"], "x\ny\r\n", .bareLineBreak(offset: 24)),
            (["From: a@example.org", "damaged"], "x\r\n", .malformedHeader(after: "from")),
        ] as [([String], String, DKIMError)])
    func refusals(header: [String], body: String, error: DKIMError) {
        #expect(throws: error) {
            try DKIMSamples.rsa.headerField(for: DKIMSamples.message(header: header, body: body), at: DKIMSamples.time)
        }
    }

    @Test("Without signers there is no field")
    func noSigners() throws {
        #expect(try DKIMSigner.headerFields(by: [], for: DKIMSamples.message(), at: DKIMSamples.time).isEmpty)
    }

    @Test("Many threads may sign with one key")
    func concurrency() async throws {
        let message = DKIMSamples.message()
        let expected = try DKIMSamples.signed(message)
        let results = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask { try (0..<25).allSatisfy { _ in try DKIMSamples.signed(message) == expected } }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(results == Array(repeating: true, count: 8))
    }

    /// PKCS #8 around a bare seed (RFC 8410 §7).
    private func pem(seed: [UInt8]) -> String {
        let prefix: [UInt8] = [0x30, 0x2E, 2, 1, 0, 0x30, 5, 6, 3, 0x2B, 0x65, 0x70, 4, 0x22, 4, 0x20]
        let text = String(decoding: Base64.encode(prefix + seed), as: UTF8.self)
        return "-----BEGIN PRIVATE KEY-----\n\(text)\n-----END PRIVATE KEY-----\n"
    }
}
