import Foundation
import Mail

/// Why a URL cannot work for a reader, as far as that shows without asking anybody.
enum LinkProblem: Hashable {
    case empty
    case noHost
    case noScheme
    case scheme(String)
    case malformed
    case address(String)
    case privateHost(String)
    /// One of RFC 2606 §3: fine, but hardly meant.
    case exampleHost

    /// Nil if the URL looks fine for every reader.
    init?(_ url: String) {
        // Our own URLs are whole.
        if url.mergeFields.first?.isURL == true { return nil }
        let found = (url.variants(upTo: 16) ?? [url]).lazy.compactMap { variant in
            Self.problem(of: variant.fillingMergeFields { _ in "x" }.trimmingWhiteSpace)
        }
        guard let first = found.first else { return nil }
        self = first
    }

    private static func problem(of url: String) -> LinkProblem? {
        if url.isEmpty || url == "#" { return .empty }
        if url.hasBytes(prefix: "#") { return nil }
        if url.hasBytes(prefix: "//") { return problem(ofWeb: "https:" + url) }
        guard let scheme = LinkPolicy.scheme(of: url) else { return .noScheme }
        switch scheme {
        case "http", "https": return problem(ofWeb: url)
        case "mailto": return problem(ofMail: String(Substring(url.utf8.dropFirst("mailto:".utf8.count))))
        case "tel":
            let digits = url.unicodeScalars.dropFirst("tel:".unicodeScalars.count)
            let isNumber =
                digits.contains { ("0"..."9").contains($0) } && !digits.contains(where: \.properties.isAlphabetic)
            return isNumber ? nil : .malformed
        default: return LinkPolicy.allows(link: url) ? nil : .scheme(scheme)
        }
    }

    private static func problem(ofWeb url: String) -> LinkProblem? {
        guard let slashes = url.rangeOfBytes("://") else { return .malformed }
        let rest = url[slashes.upperBound...]
        let authority = rest.unicodeScalars.prefix { !"/?#".unicodeScalars.contains($0) }
        if url.wholeMatch(of: /(?s).*%(?![0-9A-Fa-f]{2}).*/) != nil { return .malformed }
        let host = Substring(authority).split(atASCII: "@").last { !$0.isEmpty }.map(String.init) ?? ""
        if host.hasBytes(prefix: "[") { return host.containsASCII("]") ? nil : .malformed }
        let parts = host.split(atASCII: ":")
        let name = parts.first.map { $0.lowercased() } ?? ""
        if name.isEmpty { return .noHost }
        let portIsFine = parts.count == 1 || (parts.count == 2 && UInt16(parts[1]) != nil)
        if !portIsFine || name.hasBytes(prefix: ".") || name.containsBytes("..")
            || name.unicodeScalars.contains(where: isOutsideHosts)
        {
            return .malformed
        }
        if ["http", "https"].contains(name) { return .malformed }
        return problem(ofHost: name)
    }

    private static func problem(ofHost name: String) -> LinkProblem? {
        let labels = name.split(separator: ".").map(String.init)
        let top = labels.last ?? ""
        let numbers = labels.compactMap { UInt8($0) }
        if labels.count == 4, numbers.count == 4 {
            let isPrivate =
                [0, 10, 127].contains(numbers[0]) || numbers[0...1] == [192, 168] || numbers[0...1] == [169, 254]
                || (numbers[0] == 172 && (16...31).contains(numbers[1]))
            return isPrivate ? .privateHost(name) : nil
        }
        if ["localhost", "local", "test", "invalid", "internal", "lan"].contains(top) { return .privateHost(name) }
        let second = labels.suffix(2).joined(separator: ".")
        if top == "example" || ["example.com", "example.net", "example.org"].contains(second) { return .exampleHost }
        return labels.count < 2 ? .noHost : nil
    }

    private static func problem(ofMail target: String) -> LinkProblem? {
        let addresses = target.split(atASCII: "?", maxSplits: 1).first ?? ""
        if addresses.isEmpty { return target.isEmpty ? .empty : nil }
        for address in addresses.split(atASCII: ",") {
            let text = String(address).removingPercentEncoding ?? String(address)
            // Why it is none is said in the finding's own words.
            if (try? EmailAddress(text.trimmingWhiteSpace)) == nil { return .address(text) }
        }
        return nil
    }

    private static func isOutsideHosts(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII && !Byte.isLetterOrDigit(UInt8(ascii: scalar)) && !".-_%".unicodeScalars.contains(scalar)
    }

    /// A sentence's end behind "The link 'words'".
    func words(_ url: String) -> String {
        switch self {
        case .empty: "leads nowhere. Write where it leads to."
        case .noHost: "has no host: \(url)"
        case .noScheme: "leads to '\(url)', which is nowhere in a mail. Write the whole URL, with https://."
        case .scheme(let scheme): "is taken out of the message: '\(scheme):' is no link for mail."
        case .malformed: "is malformed: \(url)"
        case .address(let text): "has no address behind mailto: '\(text)'"
        case .privateHost(let host): "leads to \(host), which readers cannot reach."
        case .exampleHost: "leads to a host for examples."
        }
    }
}
