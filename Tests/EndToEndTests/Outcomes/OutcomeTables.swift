import Foundation

/// The tables of docs/outcomes.md.
struct OutcomeTables {
    /// A row by the names of its columns; code marks are taken off.
    typealias Row = [String: String]

    private let sections: [String: [Row]]

    init() throws {
        let path = "\(Program.repository)/docs/outcomes.md"
        let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
        var sections: [String: [Row]] = [:]
        var title = ""
        var columns: [String] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("## ") { title = String(line.dropFirst(3)) }
            guard line.hasPrefix("|") else {
                columns = []
                continue
            }
            let cells = line.dropFirst().dropLast().split(separator: "|", omittingEmptySubsequences: false).map {
                $0.trimmingCharacters(in: CharacterSet(charactersIn: " `"))
            }
            if columns.isEmpty {
                columns = cells
            } else if !cells.allSatisfy({ $0.allSatisfy { $0 == "-" } }) {
                sections[title, default: []].append(Dictionary(zip(columns, cells)) { first, _ in first })
            }
        }
        self.sections = sections
    }

    func rows(_ title: String) -> [Row] { sections[title] ?? [] }
}
