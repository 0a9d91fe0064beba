/// Decides about the sections of one condition in a text, and leaves the others as they are.
///
/// The texts of one run come one after the other: a section may begin in one and end in a later one.
struct SectionSettler {
    private enum Fate { case stays, shown, hidden }

    private let condition: MergeCondition
    private let holds: Bool
    /// Of the sections that are open.
    private var fates: [Fate] = []

    init(_ condition: MergeCondition, holds: Bool) {
        self.condition = condition
        self.holds = holds
    }

    /// Whether what comes next is left out.
    var isHiding: Bool { fates.last == .hidden }

    mutating func settle(_ text: String) -> String {
        guard text.isPersonal || isHiding else { return text }
        var output = ""
        for piece in text.mergePieces {
            switch piece {
            case .opening(let opened):
                let fate = fate(of: opened)
                fates.append(fate)
                if fate == .stays { output += piece.placeholder }
            case .closing: if fates.popLast() == .stays { output += piece.placeholder }
            case .text, .field: if !isHiding { output += piece.placeholder }
            }
        }
        return output
    }

    private func fate(of opened: MergeCondition) -> Fate {
        if isHiding { return .hidden }
        if opened == condition { return holds ? .shown : .hidden }
        return opened == condition.negated ? (holds ? .hidden : .shown) : .stays
    }
}

extension String {
    /// The first condition that the text asks about.
    var firstCondition: MergeCondition? {
        guard isPersonal else { return nil }
        return mergePieces.lazy.compactMap { piece in
            guard case .opening(let condition) = piece else { return nil }
            return condition
        }.first
    }

    /// The text as it is for each kind of reader, without sections; nil if there are more than `limit` kinds.
    func variants(upTo limit: Int) -> [String]? {
        guard let condition = firstCondition else { return [self] }
        guard limit > 1 else { return nil }
        var variants: [String] = []
        for holds in [true, false] {
            var settler = SectionSettler(condition, holds: holds)
            guard let own = settler.settle(self).variants(upTo: limit / 2) else { return nil }
            variants += own
        }
        return variants
    }
}
