import Testing

@testable import Rendering

@Suite struct ColourTests {
    @Test(arguments: [
        ("#fff", Colour(red: 255, green: 255, blue: 255)), ("#1F2429", Colour(red: 31, green: 36, blue: 41)),
        ("White", Colour(red: 255, green: 255, blue: 255)), ("#000000", Colour(red: 0, green: 0, blue: 0)),
    ])
    func colourIsRead(text: String, colour: Colour) { #expect(Colour(text) == colour) }

    @Test(arguments: ["", "#", "#ff", "#fffff", "#fffffff", "fff", "#ggg", "#-12", "rgb(0,0,0)", "transparent", "rot"])
    func whatIsNoOpaqueColourIsRefused(text: String) { #expect(Colour(text) == nil) }

    /// Figures as the WCAG's own definition gives them.
    @Test(arguments: [("#000", "#fff", 21.0), ("#fff", "#fff", 1), ("#767676", "#fff", 4.54), ("#f00", "#fff", 4.0)])
    func contrastIsThatOfTheStandard(one: String, other: String, expected: Double) throws {
        let (one, other) = (try #require(Colour(one)), try #require(Colour(other)))
        #expect(abs(one.contrast(with: other) - expected) < 0.01)
        #expect(one.contrast(with: other) == other.contrast(with: one))
    }

    @Test(arguments: [
        ("<td bgcolor=\"#eef4fa\">x", "color:#1f2429"), ("<td style=\"background:#123 none\">x", "color:#ffffff"),
        ("<td style=\"background-color:#fff;color:red\">x", "color:red"), ("<td bgcolor=\"x\">x", nil),
        ("<td>x", nil), ("<td style=\"background-color:transparent\">x", nil),
    ])
    func wordsOnABackgroundOfTheirOwnCanBeRead(cell: String, colour: String?) throws {
        let html = Serializer.fragment(Sanitiser.sanitise(try HTMLParser.fragment("<table><tr>\(cell)")))
        #expect(colour.map { html.contains($0) } ?? !html.contains("color:#"), "\(html)")
    }
}
