import Foundation

/// What a request asks for.
struct PreviewQuery: Hashable {
    /// The reader's address; empty for whom the source chooses.
    var reader = ""
    /// What readers are searched for.
    var text = ""
    /// Nil leaves it to the browser.
    var scheme: ColorScheme?
    var showsImages = true

    /// - Parameter query: what stands behind the question mark, as URLSearchParams writes it: a space is a plus sign.
    init(_ query: String?) {
        for pair in (query ?? "").split(separator: "&") {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2, let value = sides[1].replacing("+", with: " ").removingPercentEncoding else {
                continue
            }
            switch sides[0] {
            case "reader": reader = value
            case "q": text = value
            case "scheme": scheme = ColorScheme(rawValue: value)
            case "images": showsImages = value != "off"
            default: break
            }
        }
    }
}
