import Mail

/// What has to be true of a recipient for a section of the text to be shown.
///
/// Inside strings a section stands between two marks (see `MergeField`):
///
///     U+E000 #city U+E001 … U+E000 / U+E001              for readers with a city
///     U+E000 ^city U+E001 … U+E000 / U+E001              for the others
///     U+E000 #plan=pro U+E001 … U+E000 / U+E001          for readers whose plan is "pro"
package struct MergeCondition: Hashable, Codable, Sendable {
    /// As in `MergeField`.
    package let name: String
    /// What the value has to be; nil for any that is not empty and does not say no.
    package let expected: String?
    package let isNegated: Bool

    package init(_ name: String, is expected: String? = nil, isNegated: Bool = false) {
        self.name = name
        self.expected = expected
        self.isNegated = isNegated
    }

    /// Whether a recipient with this value sees the section. Letter case and spaces around the value mean nothing.
    package func holds(for value: String?) -> Bool { isTrue(of: value) != isNegated }

    private func isTrue(of value: String?) -> Bool {
        guard let value, !value.isEmpty else { return expected?.isEmpty == true }
        let trimmed = value.trimmingWhiteSpace
        if let expected { return trimmed.lowercased() == expected.lowercased() }
        return !trimmed.isEmpty && (name == MergeField.readerName || !Self.saysNo(trimmed))
    }

    /// A column of a CSV file says no in a word.
    private static func saysNo(_ value: String) -> Bool {
        value.utf8.count <= 5 && ["0", "no", "false"].contains(value.lowercased())
    }

    /// For everybody else.
    var negated: MergeCondition { MergeCondition(name, is: expected, isNegated: !isNegated) }
}

extension MergeCondition {
    /// The mark at which the section begins.
    var opening: String {
        let test = expected.map { "=" + $0 } ?? ""
        return "\(MergeField.opening)\(isNegated ? "^" : "#")\(name)\(test)\(MergeField.closing)"
    }

    /// The mark at which the latest section ends.
    static let closing = "\(MergeField.opening)/\(MergeField.closing)"

    /// As an author writes it: `{{#plan == "pro"}}`.
    package var source: String { "{{\(isNegated ? "^" : "#")\(name)\(expected.map { " == \"\($0)\"" } ?? "")}}" }

    /// Reads what stands between the two markers; nil if it does not open a section.
    init?(inside text: String) {
        guard let inside = text.droppingBytes(prefix: "#") ?? text.droppingBytes(prefix: "^") else { return nil }
        let parts = inside.split(atASCII: "=", maxSplits: 1)
        guard let name = parts.first, !name.isEmpty else { return nil }
        self.init(
            String(name), is: parts.count > 1 ? String(parts[1]) : nil, isNegated: text.hasBytes(prefix: "^"))
    }

    /// The condition as it is in HTML source, where its value is escaped.
    var unescapingMarkup: MergeCondition {
        MergeCondition(name, is: expected?.unescapingMarkup, isNegated: isNegated)
    }
}
