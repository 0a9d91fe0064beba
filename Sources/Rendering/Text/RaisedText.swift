/// Superscript and subscript where there is no markup for them: `x²`, `H₂O`.
extension String {
    /// In superscript characters; digits without them would be other numbers, so anything else has a `^` in front.
    var raised: String { mapped(to: Array("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")) ?? (contains(where: \.isNumber) ? "^" : "") + self }

    /// In subscript characters, or as it is behind a `_` if there are none.
    var lowered: String { mapped(to: Array("₀₁₂₃₄₅₆₇₈₉₊₋")) ?? (contains(where: \.isNumber) ? "_" : "") + self }

    private func mapped(to characters: [Character]) -> String? {
        var result = ""
        for character in self {
            guard let place = Array("0123456789+-").firstIndex(of: character) else { return nil }
            result.append(characters[place])
        }
        return isEmpty ? nil : result
    }
}
