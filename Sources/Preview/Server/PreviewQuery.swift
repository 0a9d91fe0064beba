import Foundation
import HummingbirdCore

/// What a request asks for.
struct PreviewQuery: Hashable {
    /// The reader's address; empty for whom the source chooses.
    var reader = ""
    /// What readers are searched for.
    var text = ""
    /// Nil leaves it to the browser.
    var scheme: ColorScheme?
    var showsImages = true

    init(_ parameters: FlatDictionary<Substring, Substring>) {
        // Browsers write a space in a form's value as a plus sign.
        func value(_ name: Substring) -> String? {
            parameters[name].flatMap { $0.replacing("+", with: " ").removingPercentEncoding }
        }
        reader = value("reader") ?? ""
        text = value("q") ?? ""
        scheme = value("scheme").flatMap(ColorScheme.init)
        showsImages = value("images") != "off"
    }
}
