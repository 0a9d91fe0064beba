import Foundation
import Mail
import Testing

@testable import Rendering

@Suite struct CompiledMessageCodingTests {
    @Test(arguments: [
        "Plain", "Grüße, 週刊 & \u{1F469}\u{200D}\u{1F680}", "\(MergeField("name", fallback: "a|b\"}<").placeholder), hi",
    ])
    func aStoredMessageIsTheSameMessage(_ subject: String) throws {
        let compiled = try LayoutFixture.compile(LayoutFixture.content(subject: subject))
        let stored = try CompiledMessage(encoded: compiled.encoded())
        #expect(stored == compiled)
        let recipient = try LayoutFixture.recipient()
        #expect(try stored.assemble(for: recipient).flat == compiled.assemble(for: recipient).flat)
        #expect(stored.htmlPage(for: recipient) == compiled.htmlPage(for: recipient))
    }

    @Test func theSameMessageIsStoredAsTheSameBytes() throws {
        let first = try LayoutFixture.compile(LayoutFixture.content()).encoded()
        #expect(try LayoutFixture.compile(LayoutFixture.content()).encoded() == first)
    }

    @Test(arguments: ["", "{}", "[]", "{\"subject\":\"x\"}"])
    func anythingElseIsRefused(_ text: String) {
        #expect(throws: DecodingError.self) { try CompiledMessage(encoded: Array(text.utf8)) }
    }

    @Test func constantsAreSevenBit() throws {
        let compiled = try LayoutFixture.compile(LayoutFixture.content(subject: "Grüße, 週刊"))
        for case .constant(let constant) in compiled.segments {
            #expect(constant.bytes.allSatisfy { $0 < 0x80 })
        }
    }
}
