import Mail
import Testing

@testable import Signing

@Suite("Signed return addresses")
struct ReturnAddressesTests {
    let delivery = DeliveryID(rawValue: 123_456)

    private func addresses(_ ring: KeyRing? = nil) throws -> ReturnAddresses {
        try ReturnAddresses(domain: "bounce.example.org", keys: try ring ?? Samples.ring())
    }

    @Test("The form stays, and is the same for every attempt")
    func form() throws {
        let address = try addresses().make(for: delivery).description
        #expect(address == "b.aebgwmoayqdq.pfcbyrdmxxlx2fp76p55fqzphi@bounce.example.org")
        #expect(try addresses().make(for: delivery).description == address)
    }

    @Test("The delivery comes back, however large its number", arguments: [0, 1, 300, Int64.max])
    func roundTrip(id: Int64) throws {
        let keys = try Samples.ring("k2345678 \(Samples.firstSecret)")
        let address = try addresses(keys).make(for: DeliveryID(rawValue: id))
        #expect(try addresses(keys).verify(address.description) == DeliveryID(rawValue: id))
        #expect(address.localPart.utf8.count <= 64)
        #expect(address.localPart.utf8.allSatisfy { "abcdefghijklmnopqrstuvwxyz0123456789.".utf8.contains($0) })
    }

    @Test("Servers may change case, put brackets around it or serve another domain")
    func tolerance() throws {
        let address = try addresses().make(for: delivery).description
        let moved = address.replacing("bounce.example.org", with: "old.example.net")
        for text in [address.uppercased(), "<\(address)>", " <B\(address.dropFirst())> ", moved] {
            #expect(try addresses().verify(text) == delivery)
        }
    }

    @Test("Changing any character of the local part makes it invalid")
    func everyByteCounts() throws {
        let address = try addresses().make(for: delivery)
        for offset in 0..<address.localPart.utf8.count {
            let changed = "\(address.localPart.changing(at: offset))@\(address.domain)"
            #expect(throws: VerificationFailure.self) { try addresses().verify(changed) }
        }
    }

    @Test(
        "Other addresses are malformed, not forged",
        arguments: [
            "", "<>", "@", "reader@example.org", "b@example.org", "b.a@example.org", "b.aebgwmi.x@example.org",
            "b..@example.org", "b.a.b.c@example.org", "c.aebgwmi.aaaaaaaaaaaaaaaaaaaaaaaaaa@example.org",
            "b.aebgwmi.aa",
        ])
    func malformed(text: String) throws {
        #expect(throws: VerificationFailure.malformed) { try addresses().verify(text) }
    }

    @Test("Another secret is a bad signature, a key that is gone is unknown")
    func foreignKeys() throws {
        let address = try addresses().make(for: delivery).description
        #expect(throws: VerificationFailure.badSignature) { try addresses(Samples.stranger()).verify(address) }
        let renamed = try Samples.ring("k2 \(Samples.firstSecret)")
        #expect(throws: VerificationFailure.unknownKey(.first)) { try addresses(renamed).verify(address) }
    }

    @Test("An unsubscribe token's signature is no good in a return address")
    func purposes() throws {
        let (payload, code) = try PurposeSigner(keys: Samples.ring(), purpose: .unsubscribe).sign([delivery.rawValue])
        let parts = [payload, code].map { String(decoding: Base32.encode($0), as: UTF8.self) }
        #expect(throws: VerificationFailure.badSignature) {
            try addresses().verify("b.\(parts[0]).\(parts[1])@bounce.example.org")
        }
    }

    @Test("What is no domain is refused at once", arguments: ["", "a b", "x..y", "line\r\nbreak"])
    func domain(text: String) throws {
        #expect(throws: AddressError.self) { try ReturnAddresses(domain: text, keys: Samples.ring()) }
    }
}
