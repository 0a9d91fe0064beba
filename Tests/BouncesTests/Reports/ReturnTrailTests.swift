import Mail
import Signing
import Testing

@testable import Bounces

@Suite struct ReturnTrailTests {
    private func addresses() throws -> ReturnAddresses {
        let keys = try KeyRing(parsing: "k1 AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", source: "test")
        return try ReturnAddresses(domain: "bounce.example.org", keys: keys)
    }

    private func delivery(in text: String) throws -> DeliveryID? {
        let addresses = try addresses()
        return Samples.parse(text).returnAddresses.lazy.compactMap { try? addresses.verify($0) }.first
    }

    @Test func aSignedReturnAddressLeadsBackToTheDelivery() throws {
        let address = try addresses().make(for: DeliveryID(rawValue: 42)).description
        let signed = { (text: String) in text.replacing("b.payload.code@bounce.example.org", with: address) }
        #expect(try delivery(in: signed(Samples.unknownUser)) == DeliveryID(rawValue: 42))
        #expect(try delivery(in: signed(Samples.feedback("abuse"))) == DeliveryID(rawValue: 42))
        #expect(
            try delivery(in: signed(Samples.notice("<reader@example.com>:\nno such user"))) == DeliveryID(rawValue: 42))
    }

    @Test func aForgedOneDoesNot() throws {
        #expect(try delivery(in: Samples.unknownUser) == nil)
    }

    @Test func theCopyBelowANoticeIsReadForItsMessageID() {
        let report = Samples.parse(
            Samples.notice(
                "<reader@example.com>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n"
                    + "--- Below this line is a copy of the message.\n\n"
                    + "Return-Path: <other@bounce.example.org>\nMessage-ID: <three@example.org>\nSubject: x\n\nbody"))
        #expect(report.originalMessageID == "three@example.org")
        #expect(report.returnAddresses == ["b.payload.code@bounce.example.org", "other@bounce.example.org"])
    }

    @Test func candidatesAreFew() {
        let many = (0..<500).map { "a\($0)@example.com" }.joined(separator: ", ")
        #expect(Samples.parse("To: \(many)\nSubject: x\n\nx").returnAddresses.count == 20)
    }
}
