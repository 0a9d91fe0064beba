/// A stretch of text, a field in it, or an end of a section.
package enum MergePiece: Hashable, Sendable {
    case text(String)
    case field(MergeField)
    /// What stands from here to the closing mark of the same depth is for some recipients only.
    case opening(MergeCondition)
    case closing

    /// The piece as it is written inside rendered text.
    var placeholder: String {
        switch self {
        case .text(let text): text
        case .field(let field): field.placeholder
        case .opening(let condition): condition.opening
        case .closing: MergeCondition.closing
        }
    }

    /// Reads what stands between the two markers; nil if it means nothing.
    fileprivate init?(inside text: String) {
        if text == "/" {
            self = .closing
        } else if let condition = MergeCondition(inside: text) {
            self = .opening(condition)
        } else if let field = MergeField(inside: text) {
            self = .field(field)
        } else {
            return nil
        }
    }
}

extension String {
    /// The text cut at its placeholders, in order and without empty stretches.
    ///
    /// A marker without its partner, or a placeholder without a name, is left out.
    package var mergePieces: [MergePiece] {
        if !isPersonal { return isEmpty ? [] : [.text(self)] }
        return MergeMarkers.cut(self).compactMap { part in
            switch part {
            case .outside(let text): .text(text)
            case .inside(let text): MergePiece(inside: text)
            }
        }
    }

    /// The fields of the text, in order.
    package var mergeFields: [MergeField] {
        guard isPersonal else { return [] }
        return mergePieces.compactMap { piece in
            guard case .field(let field) = piece else { return nil }
            return field
        }
    }

    /// The text with every field replaced by what `value` says.
    ///
    /// - Parameter holds: says which sections stay; without it those that are for readers of whom nothing is known.
    package func fillingMergeFields(
        holds: (MergeCondition) -> Bool = { $0.holds(for: nil) }, _ value: (MergeField) -> String
    ) -> String {
        guard isPersonal else { return self }
        var output = ""
        /// How many sections are open that are left out, and in them.
        var hidden = 0
        for piece in mergePieces {
            switch piece {
            case .opening(let condition): hidden += hidden > 0 || !holds(condition) ? 1 : 0
            case .closing: hidden = max(0, hidden - 1)
            case .text(let text) where hidden == 0: output += text
            case .field(let field) where hidden == 0: output += value(field)
            case .text, .field: break
            }
        }
        return output
    }

    /// The text with its words changed, its placeholders as they are.
    func mappingWords(_ change: (String) -> String) -> String {
        mergePieces.map { piece in
            guard case .text(let text) = piece else { return piece.placeholder }
            return change(text)
        }.joined()
    }

    /// Whether the text differs from recipient to recipient.
    var isPersonal: Bool { MergeMarkers.isMarked(self) }
}
