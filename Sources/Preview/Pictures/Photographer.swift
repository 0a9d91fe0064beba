import Foundation

/// Has a browser's page look as a mail program would, and takes pictures of it. Its calls block.
final class Photographer {
    private struct Metrics: Encodable {
        let width: Int
        let height = 800
        let deviceScaleFactor = 1
        let mobile: Bool
    }

    private struct Media: Encodable {
        struct Feature: Encodable {
            let name: String
            let value: String
        }

        let features: [Feature]
    }

    private struct Layout: Decodable {
        struct Size: Decodable { let height: Double }

        let cssContentSize: Size
    }

    private struct Evaluation: Decodable {
        struct Value: Decodable { let value: Bool? }

        let result: Value
    }

    private struct Capture: Encodable {
        struct Clip: Encodable {
            let x = 0
            let y = 0
            let width: Int
            let height: Int
            let scale = 1
        }

        let format = "png"
        let captureBeyondViewport = true
        let clip: Clip
    }

    private struct Image: Decodable { let data: Data }

    /// Images that take longer are left out, and the result says so.
    private static let secondsForImages = 15.0

    private let tools: DevTools

    init(_ browser: BrowserProcess) throws(PreviewError) { tools = try DevTools(browser) }

    /// The whole page in its full height as a PNG file; `isComplete` is false if some of its images did not come.
    func take(_ picture: Picture, of url: String) throws(PreviewError) -> (png: Data, isComplete: Bool) {
        try tools.tell(
            "Emulation.setDeviceMetricsOverride", Metrics(width: picture.width, mobile: picture.width < 600))
        let scheme = Media.Feature(name: "prefers-color-scheme", value: picture.scheme.rawValue)
        try tools.tell("Emulation.setEmulatedMedia", Media(features: [scheme]))
        tools.forgetEvents()
        try tools.tell("Page.navigate", ["url": url])
        let isComplete = try tools.wait(for: "Page.loadEventFired", seconds: Self.secondsForImages)
        try checkScheme(picture.scheme)
        let layout: Layout = try tools.call("Page.getLayoutMetrics", DevTools.Nothing())
        let clip = Capture.Clip(width: picture.width, height: Int(layout.cssContentSize.height.rounded(.up)))
        let image: Image = try tools.call("Page.captureScreenshot", Capture(clip: clip))
        return (image.data, isComplete)
    }

    /// A picture that is called dark and is not would be worse than none.
    private func checkScheme(_ scheme: ColorScheme) throws(PreviewError) {
        let question = "matchMedia('(prefers-color-scheme: \(scheme.rawValue))').matches"
        let answer: Evaluation = try tools.call("Runtime.evaluate", ["expression": question])
        guard answer.result.value == true else {
            throw .chromium(why: "it does not show pages in \(scheme.rawValue) colours. Use a newer version")
        }
    }
}
