import Mail
import Testing

@testable import Web

@Suite("The hint of an address")
struct AddressHintTests {
    @Test(
        "It shows one character and the domain",
        arguments: [
            ("ada@example.org", "a…@example.org"), ("x@example.org", "x…@example.org"),
            ("Åsa@example.org", "Å…@example.org"),
        ])
    func hint(address: String, hint: String) throws {
        #expect(try EmailAddress(address).hint == hint)
    }
}
