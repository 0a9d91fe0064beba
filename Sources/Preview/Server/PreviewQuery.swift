import Foundation
import Mail

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
        for pair in (query ?? "").split(atASCII: "&") {
            let sides = pair.split(atASCII: "=", maxSplits: 1)
            guard sides.count == 2, let value = sides[1].replacingBytes("+", with: " ").removingPercentEncoding else {
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
