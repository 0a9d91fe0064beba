import Mail
import Testing

@testable import Signing

@Suite("Message-IDs")
struct MessageIDsTests {
    @Test("The same delivery has the same id, today and after an update of the program")
    func deterministic() throws {
        let ids = try MessageIDs(domain: "Example.ORG")
        #expect(
            try ids.make(mailingUID: "m1", delivery: DeliveryID(rawValue: 7)).description
                == "<hhh3pjfhcvut4idki3aoxd7l7y@example.org>")
    }

    @Test("The left side alone names the delivery, whatever the domain")
    func left() throws {
        #expect(
            try MessageIDs.left(mailingUID: "m1", delivery: DeliveryID(rawValue: 7)) == "hhh3pjfhcvut4idki3aoxd7l7y")
    }

    @Test("Other deliveries and mailings have other ids")
    func unique() throws {
        let ids = try MessageIDs(domain: "example.org")
        let made = try ["m1", "m2", "m"].flatMap { uid in
            try (1...100).map { try ids.make(mailingUID: uid, delivery: DeliveryID(rawValue: Int64($0))) }
        }
        #expect(Set(made).count == 300)
    }

    @Test("What is no domain is refused", arguments: ["", "exa mple.org", "a\r\nb", "<x>"])
    func domain(text: String) {
        #expect(throws: AddressError.self) { try MessageIDs(domain: text) }
    }
}
