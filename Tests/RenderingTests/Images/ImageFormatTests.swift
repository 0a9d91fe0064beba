import Testing

@testable import Rendering

@Suite struct ImageFormatTests {
    @Test(arguments: [
        (SampleImage.png(640, 480), ImageFormat.Kind.png), (SampleImage.gif(640, 480), .gif),
        (SampleImage.jpeg(640, 480), .jpeg), (SampleImage.webp("VP8X", 640, 480), .webp),
        (SampleImage.webp("VP8L", 640, 480), .webp), (SampleImage.webp("VP8 ", 640, 480), .webp),
    ])
    func kindAndSizeAreInTheBytes(bytes: [UInt8], kind: ImageFormat.Kind) {
        let format = ImageFormat(bytes)
        #expect(format?.kind == kind)
        #expect(format?.size == ImageFormat.Size(width: 640, height: 480))
    }

    @Test(arguments: [
        "", "<svg xmlns='http://www.w3.org/2000/svg'/>", "<html>", "%PDF-1.7", "BM", "II*\0", "RIFF0000WAVE", "GIF90a",
        "\0\0\0\u{1C}ftypavif",
    ])
    func othersAreNoImages(text: String) {
        #expect(ImageFormat(Array(text.utf8)) == nil)
    }

    @Test func filesThatAreCutShortHaveNoSize() {
        for whole in [
            SampleImage.png(9, 9), SampleImage.gif(9, 9), SampleImage.jpeg(9, 9), SampleImage.webp("VP8X", 9, 9),
        ] {
            for length in 0..<whole.count {
                let format = ImageFormat(Array(whole.prefix(length)))
                #expect(format?.size == nil || format?.size == ImageFormat(whole)?.size)
            }
        }
    }

    @Test func aSizeOfNothingIsNone() {
        #expect(ImageFormat(SampleImage.png(0, 10))?.size == nil)
        #expect(ImageFormat([0xFF, 0xD8, 0xFF, 0xE0, 0, 1, 0xFF, 0xC0])?.size == nil)
    }
}
