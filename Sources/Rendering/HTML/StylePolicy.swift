import Mail

/// Which declarations an issue's own `style` attributes may hold.
enum StylePolicy {
    /// Nothing that loads or runs something, leaves the place where it stands, or varies by reader.
    static func allows(_ declaration: CSSDeclaration) -> Bool {
        let property = declaration.property
        let value = declaration.value.asciiLowercased
        if escapingProperties.contains(property) || property.hasBytes(prefix: "-moz-binding") { return false }
        if activeValues.contains(where: { value.containsBytes($0) }) { return false }
        if property.hasBytes(prefix: "margin"), value.containsASCII("-") { return false }
        return !declaration.value.unicodeScalars.contains { $0 == MergeField.opening || $0 == MergeField.closing }
    }

    /// These move what they stand at over something that is not its own, such as the unsubscribe link.
    private static let escapingProperties: Set = [
        "position", "top", "right", "bottom", "left", "inset", "z-index", "transform", "translate", "scale", "rotate",
        "behavior", "content", "animation", "clip-path", "mask", "zoom",
    ]

    private static let activeValues = ["url(", "image-set(", "expression", "javascript", "attr(", "var(", "\\", "<"]
}
