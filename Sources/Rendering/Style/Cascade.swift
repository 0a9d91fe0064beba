import Mail

/// A declaration that stays in the sheet: the rule's number and its place in the rule.
struct KeptDeclaration: Hashable, Sendable {
    let rule: Int
    let place: Int
}

/// What one element's declarations come to, and how they stand to those that stay in the sheet.
struct Cascade {
    private struct Entry {
        let declaration: CSSDeclaration
        let rank: Inliner.Rank
        /// Beats something that stays in the sheet, which is important if it is to beat anything inlined.
        var rivals: [KeptDeclaration] = []
        var beatsImportant = false
    }

    private struct Rival {
        let declaration: CSSDeclaration
        let rank: Inliner.Rank
        let place: KeptDeclaration

        func isBefore(_ other: Rival) -> Bool { (rank, place.place) < (other.rank, other.place.place) }
    }

    /// Whether rules change the element; else its `style` stays as written where it can.
    private let isChanged: Bool
    /// In the order in which they win.
    private var entries: [Entry] = []
    private var rivals: [Rival] = []
    /// Declarations of the sheet that win over an inlined one, and so have to be important.
    private(set) var keptThatWin: Set<KeptDeclaration> = []

    init(isChanged: Bool) { self.isChanged = isChanged }

    /// - Parameter rank: not below that of what was added before.
    mutating func add(_ declaration: CSSDeclaration, _ rank: Inliner.Rank) {
        entries.append(Entry(declaration: declaration, rank: rank))
    }

    mutating func compete(with declaration: CSSDeclaration, _ rank: Inliner.Rank, _ place: KeptDeclaration) {
        rivals.append(Rival(declaration: declaration, rank: rank, place: place))
    }

    /// Orders what was added and finds out who wins over whom.
    mutating func settle() {
        entries = entries.filter { !$0.declaration.isImportant } + entries.filter(\.declaration.isImportant)
        dropReplaced()
        for rival in rivals {
            let property = CSSProperty(rival.declaration.property)
            for position in entries.indices
            where CSSProperty(entries[position].declaration.property).overlaps(property) {
                if wins(entries[position], over: rival) {
                    if rival.declaration.isImportant { entries[position].beatsImportant = true }
                    entries[position].rivals.append(rival.place)
                } else if !rival.declaration.isImportant, !isBeatenInItsRule(rival, property) {
                    keptThatWin.insert(rival.place)
                }
            }
        }
    }

    /// Makes important whatever sets again what an important declaration before it in the cascade sets.
    func keepOrder(of important: inout Set<KeptDeclaration>) {
        for later in rivals where !later.declaration.isImportant && !important.contains(later.place) {
            let property = CSSProperty(later.declaration.property)
            let mustFollow = rivals.contains { earlier in
                earlier.isBefore(later) && important.contains(earlier.place)
                    && CSSProperty(earlier.declaration.property).overlaps(property)
            }
            if mustFollow { important.insert(later.place) }
        }
    }

    /// What is important in the same rule holds whenever it does.
    private func isBeatenInItsRule(_ rival: Rival, _ property: CSSProperty) -> Bool {
        rivals.contains { other in
            other.place.rule == rival.place.rule && other.declaration.isImportant
                && CSSProperty(other.declaration.property).covers(property)
        }
    }

    private func wins(_ entry: Entry, over rival: Rival) -> Bool {
        if entry.declaration.isImportant != rival.declaration.isImportant { return entry.declaration.isImportant }
        return entry.rank > rival.rank
    }

    /// The last of each property stays, and what it replaces only where some program may not take it.
    private mutating func dropReplaced() {
        var replaced: Set<String> = []
        var texts: Set<String> = []
        var kept: [Entry] = []
        for entry in entries.reversed() {
            let property = entry.declaration.property
            if replaced.contains(property) || !texts.insert("\(property):\(entry.declaration.value)").inserted {
                continue
            }
            if CSSValue.isTakenByAll(entry.declaration) { replaced.insert(property) }
            kept.append(entry)
        }
        entries = kept.reversed()
    }

    /// The value of the `style` attribute; nil to leave it.
    ///
    /// - Parameter important: what of the sheet is important beyond what was written so.
    func style(against important: Set<KeptDeclaration>) -> String? {
        var texts: [String] = []
        var forced: [CSSProperty] = []
        for entry in entries {
            // What is set later and sets the same wins over it, and so has to go on doing so.
            let property = CSSProperty(entry.declaration.property)
            let mustWin =
                entry.beatsImportant || entry.rivals.contains(where: important.contains)
                || forced.contains { $0.overlaps(property) }
            if mustWin { forced.append(property) }
            let isOwn = entry.rank == .own && entry.declaration.isImportant
            texts.append(entry.declaration.withImportance(mustWin || isOwn).text)
        }
        return isChanged || !forced.isEmpty ? texts.joined(separator: ";") : nil
    }
}

/// What a property sets: a shorthand sets what its longhands do.
struct CSSProperty {
    private let name: String
    /// Of `border…`: `left` and `color` of `border-left-color`.
    private let side: Substring?
    private let aspect: Substring?
    private let isBorder: Bool

    init(_ name: String) {
        self.name = name
        let words = name.split(separator: "-")
        isBorder = words.first == "border" && words.dropFirst().allSatisfy { Self.borderWords.contains($0) }
        side = words.first { Self.sides.contains($0) }
        aspect = words.first { Self.aspects.contains($0) }
    }

    func overlaps(_ other: CSSProperty) -> Bool {
        if name == other.name || name == "all" || other.name == "all" { return true }
        if isBorder && other.isBorder {
            let sharesSide = side == nil || other.side == nil || side == other.side
            return sharesSide && (aspect == nil || other.aspect == nil || aspect == other.aspect)
        }
        return sets(other.name) || other.sets(name)
    }

    /// Whether nothing of the other is left where this one is set.
    func covers(_ other: CSSProperty) -> Bool { name == other.name || name == "all" || sets(other.name) }

    private func sets(_ longhand: String) -> Bool {
        if name == "font", longhand == "line-height" { return true }
        if name == "inset", Self.sides.contains(longhand[...]) { return true }
        return longhand.hasBytes(prefix: name) && longhand.dropFirst(name.count).first == "-"
    }

    private static let sides: Set<Substring> = ["top", "right", "bottom", "left"]
    private static let aspects: Set<Substring> = ["width", "style", "color", "image"]
    private static let borderWords = sides.union(aspects)
}
