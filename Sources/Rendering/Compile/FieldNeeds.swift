import Mail

/// The values that a message needs of each recipient: fields without a fallback, where their sections show them.
package struct FieldNeeds: Hashable, Sendable {
    private struct Need: Hashable {
        let field: String
        let conditions: [MergeCondition]
    }

    private let needs: [Need]
    /// Of every field and condition that decides about a need, but for what every recipient has.
    package let attributeNames: Set<String>

    /// Every recipient has these.
    static let alwaysThere: Set<String> = [MergeField.email, MergeField.unsubscribeURL, MergeField.viewURL]

    package init(_ message: CompiledMessage) {
        var found: [Need] = []
        for text in [message.subject, message.textPart, message.htmlPage.unescapingMarkup] {
            for need in Self.needs(in: text) where !found.contains(need) { found.append(need) }
        }
        needs = found
        let names = found.flatMap { [$0.field] + $0.conditions.map(\.name) }
        attributeNames = Set(names).subtracting(Self.alwaysThere).subtracting([MergeField.readerName])
    }

    package var isEmpty: Bool { needs.isEmpty }

    /// Of the fields alone, in order.
    package var fieldNames: [String] { Set(needs.map(\.field)).sorted() }

    /// The names of the fields that would be empty for a recipient with these values, in order.
    package func missing(_ value: (String) -> String?) -> [String] {
        var missing: [String] = []
        for need in needs where !missing.contains(need.field) {
            guard value(need.field)?.trimmingWhiteSpace.isEmpty ?? true,
                need.conditions.allSatisfy({ $0.holds(for: value($0.name)) })
            else { continue }
            missing.append(need.field)
        }
        return missing
    }

    /// Whether a reader without the field sees a place for it: within a section of its own nobody does.
    func mayBeEmpty(_ field: String) -> Bool {
        needs.contains { need in
            need.field == field && need.conditions.allSatisfy { $0.name != field || $0.holds(for: nil) }
        }
    }

    /// The attributes that decide about what a recipient reads, with a fallback or without, in order.
    static func names(in message: CompiledMessage) -> [String] {
        var names: Set<String> = []
        for text in [message.subject, message.textPart, message.htmlPage.unescapingMarkup] {
            for piece in text.mergePieces {
                switch piece {
                case .field(let field): names.insert(field.name)
                case .opening(let condition): names.insert(condition.name)
                case .text, .closing: break
                }
            }
        }
        return names.subtracting(alwaysThere).subtracting([MergeField.readerName]).sorted()
    }

    private static func needs(in text: String) -> [Need] {
        var open: [MergeCondition] = []
        var needs: [Need] = []
        for piece in text.mergePieces {
            switch piece {
            case .opening(let condition): open.append(condition)
            case .closing: _ = open.popLast()
            case .field(let field) where field.fallback == nil && !alwaysThere.contains(field.name):
                needs.append(Need(field: field.name, conditions: open))
            case .text, .field: break
            }
        }
        return needs
    }
}
