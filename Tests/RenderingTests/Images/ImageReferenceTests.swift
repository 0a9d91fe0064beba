import Testing

@testable import Rendering

@Suite struct ImageReferenceTests {
    @Test(arguments: [
        ("https://e.org/a.png", ImageReference.Place.web("https://e.org/a.png"), Int?.none, ImageMode?.none),
        ("HTTP://e.org/a.png", .web("HTTP://e.org/a.png"), nil, nil),
        ("//e.org/a.png", .web("https://e.org/a.png"), nil, nil),
        (" https://e.org/a.png#width=300 ", .web("https://e.org/a.png"), 300, nil),
        ("https://e.org/a.png?b#c", .web("https://e.org/a.png?b#c"), nil, nil),
        ("https://e.org/a.png#width=300&c", .web("https://e.org/a.png#width=300&c"), nil, nil),
        ("a.png", .file("a.png"), nil, nil),
        ("a b%20c/ä.png", .file("a b c/ä.png"), nil, nil),
        ("a.png#embed", .file("a.png"), nil, .embed),
        ("a.png#width=80&attach", .file("a.png"), 80, .attach),
        ("a.png#", .file("a.png"), nil, nil),
        ("./2026:3.png", .file("./2026:3.png"), nil, nil),
    ])
    func placeWidthAndModeAreRead(url: String, place: ImageReference.Place, width: Int?, mode: ImageMode?) throws {
        let reference = try ImageReference(url)
        #expect(reference.place == place)
        #expect(reference.width == width)
        #expect(reference.mode == mode)
    }

    @Test(arguments: [
        ("data:image/png;base64,AA", ImageError.Problem.scheme("data")),
        ("javascript:x", .scheme("javascript")),
        ("file:///etc/passwd", .scheme("file")),
        ("cid:x@y", .scheme("cid")),
        ("a.png#wdith=3", .unknownOption("wdith=3")),
        ("a.png#width=0", .unknownOption("width=0")),
        ("a.png#width=99999999999999999999", .unknownOption("width=99999999999999999999")),
        ("a.png#embed&", .unknownOption("")),
        ("\u{E000}name\u{E001}.png", .variesByReader),
        ("#embed", .noPath),
        ("a%00.png", .noPath),
        ("a%ZZ.png", .noPath),
    ])
    func whatNobodyCouldShowIsRefused(url: String, problem: ImageError.Problem) {
        #expect(throws: problem) { try ImageReference(url) }
    }
}
