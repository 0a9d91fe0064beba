import Testing

@testable import Signing

@Suite("The DNS record of a key")
struct DKIMRecordTests {
    @Test("It has the name and the form that receivers look for")
    func form() throws {
        let (rsa, ed25519) = (try DKIMSamples.records[0], try DKIMSamples.records[1])
        #expect(rsa.name == "news._domainkey.example.org")
        #expect(rsa.value.hasPrefix("v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A"))
        #expect(ed25519.value.hasPrefix("v=DKIM1; k=ed25519; p="))
        #expect(ed25519.value.utf8.count == 22 + 44)
    }

    @Test("In a zone file no piece is longer than 255 bytes and together they are the value")
    func zoneLine() throws {
        let record = try DKIMSamples.records[0]
        let pieces = record.zoneLine.split(separator: "\"").enumerated().filter { $0.offset % 2 == 1 }.map {
            String($0.element)
        }
        #expect(pieces.count == 2)
        #expect(pieces.allSatisfy { $0.utf8.count <= 255 })
        #expect(pieces.joined() == record.value)
        #expect(record.zoneLine.hasPrefix("news._domainkey.example.org. IN TXT ( \""))
    }

    @Test("The same key is found in any spelling of the record")
    func published() throws {
        let value = try DKIMSamples.records[1].value
        let key = value.split(separator: "p=")[1]
        #expect(try DKIMSamples.records[1].isPublished(as: value))
        #expect(try DKIMSamples.records[1].isPublished(as: "p=\(key) ;k = ed25519;t=s"))
    }

    @Test("Another key, a revoked one or another record is not the same")
    func notPublished() throws {
        let value = try DKIMSamples.records[1].value
        for text in [
            "", "v=spf1 -all", "v=DKIM1; k=ed25519; p=", "v=DKIM1; p=\(value.split(separator: "p=")[1])",
            try DKIMSamples.records[0].value,
        ] {
            #expect(try !DKIMSamples.records[1].isPublished(as: text))
        }
    }
}
