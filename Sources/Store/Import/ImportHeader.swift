import Mail

/// Which column of an import file holds what.
struct ImportHeader: Equatable {
    /// Columns of our own exports: read for safety, never stored as attributes.
    static let exported = ["subscription_state", "subscription_since", "subscription_source", "suppressed"]

    let count: Int
    let address: Int
    let name: Int?
    /// Our own export's column that says who is not to be mailed.
    let state: Int?
    let suppressed: Int?
    let attributes: [(name: String, column: Int)]

    static func == (left: Self, right: Self) -> Bool {
        left.count == right.count && left.address == right.address && left.name == right.name
            && left.attributes.elementsEqual(right.attributes) { $0 == $1 }
    }

    init(_ fields: [String]) throws(ImportFileProblem) {
        let names = fields.map(\.trimmingSpaces)
        let keys = names.map { $0.lowercased() }
        func column(_ candidates: [String]) -> Int? { keys.firstIndex(where: candidates.contains) }
        guard let address = column(["email", "address", "e-mail"]) else {
            throw .noAddressColumn(columns: names)
        }
        let named = keys.enumerated().filter { !$0.element.isEmpty }
        if let twice = named.first(where: { keys.firstIndex(of: $0.element) != $0.offset }) {
            throw .duplicateColumn(names[twice.offset])
        }
        count = fields.count
        self.address = address
        name = column(["name"])
        state = column([Self.exported[0]])
        suppressed = column([Self.exported[3]])
        let taken = [address, name].compactMap(\.self)
        attributes = named.compactMap { column, key in
            taken.contains(column) || Self.exported.contains(key) ? nil : (names[column], column)
        }
    }
}
