import Mail

/// A place in rendered text that is filled in for each recipient.
///
/// Inside strings a field is written between two private-use characters, which the issue parser has
/// removed from the author's text, so that nothing else can look like one:
///
///     U+E000 name|reader U+E001          the reader's name, or "reader"
///     U+E000 %email U+E001               the address, percent-encoded for a URL
///     U+E000 unsubscribe_url U+E001      the recipient's own link
///
/// Sections stand between marks of the same kind (see `MergeCondition`).
///
/// In HTML source the inside of a placeholder is escaped like any other text; in a parsed tree, in the
/// text part and in a subject it is plain.
package struct MergeField: Hashable, Codable, Sendable {
    /// `name`, `email`, `unsubscribe_url`, `view_url`, or the name of a subscriber's attribute.
    package let name: String
    /// What stands there when the recipient has no value; nil stands for nothing.
    package let fallback: String?
    /// Whether the value is percent-encoded, because it stands inside a URL.
    package let isPercentEncoded: Bool

    package init(_ name: String, fallback: String? = nil, isPercentEncoded: Bool = false) {
        self.name = name
        self.fallback = fallback
        self.isPercentEncoded = isPercentEncoded
    }

    package static let opening: Unicode.Scalar = "\u{E000}"
    package static let closing: Unicode.Scalar = "\u{E001}"

    package static let readerName = "name"
    package static let email = "email"
    package static let unsubscribeURL = "unsubscribe_url"
    package static let viewURL = "view_url"

    /// Whether the value is a whole URL of ours, which must not be percent-encoded where a URL stands.
    package var isURL: Bool { name == Self.unsubscribeURL || name == Self.viewURL }

    /// The field as it is written inside rendered text.
    package var placeholder: String {
        "\(Self.opening)\(isPercentEncoded ? "%" : "")\(name)\(fallback.map { "|" + $0 } ?? "")\(Self.closing)"
    }

    /// The field as its author wrote it: `{{name | "reader"}}`.
    package var source: String { "{{\(name)\(fallback.map { " | \"\($0)\"" } ?? "")}}" }

    /// The same field with its value percent-encoded.
    package var percentEncoded: MergeField { MergeField(name, fallback: fallback, isPercentEncoded: true) }

    /// The field as it is in HTML source, where its fallback is escaped.
    var unescapingMarkup: MergeField {
        MergeField(name, fallback: fallback?.unescapingMarkup, isPercentEncoded: isPercentEncoded)
    }

    /// Reads what stands between the two markers; nil if there is no name, or for a section's mark.
    package init?(inside text: some StringProtocol) {
        let encoded = text.droppingBytes(prefix: "%")
        let isPercentEncoded = encoded != nil
        let parts = (encoded ?? Substring(text)).split(atASCII: "|", maxSplits: 1)
        guard let name = parts.first, let first = name.utf8.first, !"#^/".utf8.contains(first) else { return nil }
        self.init(
            String(name), fallback: parts.count > 1 ? String(parts[1]) : nil, isPercentEncoded: isPercentEncoded)
    }
}

extension String {
    /// The text without private-use markers, so that nothing in it reads as a placeholder.
    package var removingMergeMarkers: String {
        guard isPersonal else { return self }
        var kept = String.UnicodeScalarView()
        kept.append(contentsOf: unicodeScalars.lazy.filter { $0 != MergeField.opening && $0 != MergeField.closing })
        return String(kept)
    }
}
