/// A place in rendered text that is filled in for each recipient.
///
/// Inside strings a field is written between two private-use characters, which the issue parser has
/// removed from the author's text, so that nothing else can look like one:
///
///     U+E000 name|reader U+E001          the reader's name, or "reader"
///     U+E000 %email U+E001               the address, percent-encoded for a URL
///     U+E000 unsubscribe_url U+E001      the recipient's own link
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

    /// The same field with its value percent-encoded.
    package var percentEncoded: MergeField { MergeField(name, fallback: fallback, isPercentEncoded: true) }

    /// The field as it is in HTML source, where its fallback is escaped.
    var unescapingMarkup: MergeField {
        MergeField(name, fallback: fallback?.unescapingMarkup, isPercentEncoded: isPercentEncoded)
    }

    /// Reads what stands between the two markers; nil if there is no name.
    package init?(inside text: some StringProtocol) {
        let isPercentEncoded = text.hasPrefix("%")
        let parts = text.dropFirst(isPercentEncoded ? 1 : 0)
            .split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
        guard let name = parts.first, !name.isEmpty else { return nil }
        self.init(
            String(name), fallback: parts.count > 1 ? String(parts[1]) : nil, isPercentEncoded: isPercentEncoded)
    }
}

/// A stretch of text, or a field in it.
package enum MergePiece: Hashable, Sendable {
    case text(String)
    case field(MergeField)
}

extension String {
    /// The text cut at its placeholders, in order and without empty stretches.
    ///
    /// A marker without its partner, or a placeholder without a name, is left out.
    package var mergePieces: [MergePiece] {
        var pieces: [MergePiece] = []
        var rest = unicodeScalars[...]
        while let open = rest.firstIndex(of: MergeField.opening) {
            pieces.append(contentsOf: Self.piece(rest[..<open]))
            let inside = rest[rest.index(after: open)...]
            guard let close = inside.firstIndex(where: { $0 == MergeField.closing || $0 == MergeField.opening })
            else { return pieces + Self.piece(inside) }
            if inside[close] == MergeField.opening {
                pieces.append(contentsOf: Self.piece(inside[..<close]))
                rest = inside[close...]
                continue
            }
            if let field = MergeField(inside: String(inside[..<close])) { pieces.append(.field(field)) }
            rest = inside[inside.index(after: close)...]
        }
        return pieces + Self.piece(rest)
    }

    /// The fields of the text, in order.
    package var mergeFields: [MergeField] {
        mergePieces.compactMap { piece in
            guard case .field(let field) = piece else { return nil }
            return field
        }
    }

    /// The text with every field replaced by what `value` says.
    package func fillingMergeFields(_ value: (MergeField) -> String) -> String {
        mergePieces.map { piece in
            switch piece {
            case .text(let text): text
            case .field(let field): value(field)
            }
        }.joined()
    }

    private static func piece(_ scalars: some Sequence<Unicode.Scalar>) -> [MergePiece] {
        var kept = String.UnicodeScalarView()
        kept.append(contentsOf: scalars.lazy.filter { $0 != MergeField.opening && $0 != MergeField.closing })
        return kept.isEmpty ? [] : [.text(String(kept))]
    }
}

extension String {
    /// The text without private-use markers, so that nothing in it reads as a placeholder.
    package var removingMergeMarkers: String {
        guard unicodeScalars.contains(where: { $0 == MergeField.opening || $0 == MergeField.closing }) else {
            return self
        }
        var kept = String.UnicodeScalarView()
        kept.append(contentsOf: unicodeScalars.lazy.filter { $0 != MergeField.opening && $0 != MergeField.closing })
        return String(kept)
    }
}
