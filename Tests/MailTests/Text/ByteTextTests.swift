import Mail
import Testing

@Suite struct ByteTextTests {
    /// Joined to what stands before or behind, so that Swift sees one Character.
    private static let joining = ["\u{301}", "\u{E33}", "\u{200D}", "\u{FE0F}"]

    @Test(arguments: joining) func aSignIsFoundWhateverIsJoinedToIt(mark: String) throws {
        let text = "a:\(mark)b"
        #expect(!text.contains(":"), "else this test shows nothing")
        let colon = try #require(text.firstIndex(ofASCII: ":"))
        #expect(text[..<colon] == "a")
        #expect(text.containsASCII(":") && text.containsBytes(":") && text.hasBytes(prefix: "a:"))
        #expect(text.split(atASCII: ":").map(String.init) == ["a", "\(mark)b"])
        #expect(text.droppingBytes(prefix: "a:").map(String.init) == mark + "b")
        #expect(text.replacingBytes(":", with: "=") == "a=\(mark)b")
        #expect("\u{600}<x".containsBytes("<x") && "\u{600}<x".count(ofBytes: "<") == 1)
    }

    @Test func partsAreFoundAsBytes() {
        #expect("aaab".rangeOfBytes("aab").map { "aaab"[$0] } == "aab")
        #expect("abc".rangeOfBytes("") == nil && "".rangeOfBytes("a") == nil && "ab".rangeOfBytes("abc") == nil)
        #expect("a\r\nb".split(atASCII: "\n").map(String.init) == ["a\r", "b"])
        #expect("x>".hasBytes(suffix: ">") && !"x>\u{301}".hasBytes(suffix: ">"))
        #expect("aXaX".replacingBytes("X", with: "XX") == "aXXaXX")
    }

    @Test func onlyASCIILettersBecomeSmall() {
        #expect("JAVAſCRIPT \u{212A}Ä".asciiLowercased == "javaſcript \u{212A}Ä")
    }
}
