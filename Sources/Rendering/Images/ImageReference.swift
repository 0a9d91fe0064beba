import Foundation
import Mail

/// What an issue says where an image stands: `pictures/press@2x.jpg#width=300&embed`.
///
/// What we are to do with it hangs behind a `#`, where nobody else who reads the Markdown takes offence. It is taken
/// off; any other fragment of a web address stays.
struct ImageReference: Hashable, Sendable {
    enum Place: Hashable, Sendable {
        case web(String)
        /// A path relative to the issue's folder, percent-decoded.
        case file(String)
    }

    let place: Place
    /// In CSS pixels.
    private(set) var width: Int?
    private(set) var mode: ImageMode?

    /// - Throws: the reason why nobody could show it.
    init(_ url: String) throws(ImageError.Problem) {
        let url = url.trimmingWhiteSpace
        let hash = url.firstIndex(ofASCII: "#")
        let address = String(url[..<(hash ?? url.endIndex)])
        let fragment = hash.map { String(url[url.utf8.index(after: $0)...]) } ?? ""
        let isWeb = try Self.isOnTheWeb(address)
        var options = ImageReference(place: .web(url))
        let unknown = options.read(fragment)
        if isWeb {
            let target = unknown == nil ? address : url
            place = .web(target.hasBytes(prefix: "//") ? "https:" + target : target)
            (width, mode) = unknown == nil ? (options.width, options.mode) : (nil, nil)
            return
        }
        if let unknown { throw .unknownOption(unknown) }
        guard address.mergeFields.isEmpty else { throw .variesByReader }
        guard let path = address.removingPercentEncoding, !path.isEmpty, !path.utf8.contains(0) else { throw .noPath }
        place = .file(path)
        (width, mode) = (options.width, options.mode)
    }

    private init(place: Place) { self.place = place }

    /// - Returns: the first option that is none.
    private mutating func read(_ fragment: String) -> String? {
        if fragment.isEmpty { return nil }
        for option in fragment.split(atASCII: "&") {
            if let mode = ImageMode(rawValue: String(option)) {
                self.mode = mode
            } else if let width = option.droppingBytes(prefix: "width=").flatMap({ Int($0) }),
                (1...10_000).contains(width)
            {
                self.width = width
            } else {
                return String(option)
            }
        }
        return nil
    }

    private static func isOnTheWeb(_ address: String) throws(ImageError.Problem) -> Bool {
        if address.hasBytes(prefix: "//") { return true }
        guard let scheme = LinkPolicy.scheme(of: address) else { return false }
        if scheme == "http" || scheme == "https" { return true }
        throw .scheme(scheme)
    }
}
