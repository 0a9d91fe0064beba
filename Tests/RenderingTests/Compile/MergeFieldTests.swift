import Testing

@testable import Rendering

@Suite struct MergeFieldTests {
    @Test(arguments: [
        (MergeField("name"), "\u{E000}name\u{E001}"),
        (MergeField("name", fallback: "reader"), "\u{E000}name|reader\u{E001}"),
        (MergeField("name", fallback: ""), "\u{E000}name|\u{E001}"),
        (MergeField("city", fallback: "a|b"), "\u{E000}city|a|b\u{E001}"),
        (MergeField("email", isPercentEncoded: true), "\u{E000}%email\u{E001}"),
    ])
    func placeholderReadsBackAsTheSameField(field: MergeField, written: String) {
        #expect(field.placeholder == written)
        #expect(written.mergePieces == [.field(field)])
    }

    @Test(arguments: [
        ("", [MergePiece]()),
        ("plain", [.text("plain")]),
        ("a\u{E000}x\u{E001}b", [.text("a"), .field(MergeField("x")), .text("b")]),
        ("\u{E000}x\u{E001}\u{E000}y\u{E001}", [.field(MergeField("x")), .field(MergeField("y"))]),
        ("never closed \u{E000}x", [.text("never closed x")]),
        ("never opened\u{E001}", [.text("never opened")]),
        ("\u{E000}a\u{E000}b\u{E001}", [.text("a"), .field(MergeField("b"))]),
        ("no name \u{E000}\u{E001}", [.text("no name ")]),
        ("no name \u{E000}|f\u{E001}", [.text("no name ")]),
        ("only percent \u{E000}%\u{E001}", [.text("only percent ")]),
    ])
    func textIsCutAtItsPlaceholders(text: String, pieces: [MergePiece]) {
        #expect(text.mergePieces == pieces)
    }

    /// A combining mark behind a placeholder must not glue to the closing marker.
    @Test func combiningMarkBehindAPlaceholderIsText() {
        #expect("\u{E000}x\u{E001}\u{0301}".mergePieces == [.field(MergeField("x")), .text("\u{0301}")])
    }

    @Test func fillingReplacesOnlyFields() {
        let text = "Dear \(MergeField("name", fallback: "reader").placeholder), hello"
        #expect(text.fillingMergeFields { $0.fallback ?? "" } == "Dear reader, hello")
    }

    @Test func removingMarkersLeavesTheWords() {
        #expect("a\u{E000}b\u{E001}c".removingMergeMarkers == "abc")
    }
}
