/// What stands between double braces.
enum BraceTag: Hashable, Sendable {
    case field(MergeField)
    /// `{{#city}}` or `{{^city}}`
    case opening(MergeCondition)
    /// `{{/city}}`
    case closing(name: String)
    /// Nothing that we know.
    case literal

    var isSection: Bool {
        switch self {
        case .opening, .closing: true
        case .field, .literal: false
        }
    }
}

extension [BraceTag] {
    /// The positions of the sections' tags that have a partner: the latest open section of the same name.
    var matched: Set<Int> {
        var matched: Set<Int> = []
        var open: [(position: Int, name: String)] = []
        for (position, tag) in enumerated() {
            switch tag {
            case .opening(let condition): open.append((position, condition.name))
            case .closing(let name):
                guard let partner = open.lastIndex(where: { $0.name == name }) else { continue }
                matched.formUnion([open[partner].position, position])
                // What was opened inside and not closed there has no partner.
                open.removeSubrange(partner...)
            case .field, .literal: break
            }
        }
        return matched
    }
}
