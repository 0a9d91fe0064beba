import Mail

/// One reading of an import file, before anything is stored: rows in, checked subscribers out.
struct ImportRun {
    struct Candidate {
        let line: Int
        let subscriber: NewSubscriber
    }

    let sourceName: String
    private(set) var header: ImportHeader?
    private(set) var candidates: [Candidate] = []
    var report = ImportReport()
    /// Line of the first occurrence, by address key.
    private var seen: [String: Int] = [:]

    init(sourceName: String) {
        self.sourceName = sourceName
    }

    /// Takes the header, then row after row; a bad row goes to the report.
    mutating func take(_ row: CSVRow) throws(StoreError) {
        guard let header else {
            self.header = try readHeader(row)
            return
        }
        var address = ""
        do throws(RowProblem) {
            let fields = try Self.fields(row, header)
            address = fields[header.address].trimmingSpaces
            candidates.append(Candidate(line: row.line, subscriber: try subscriber(fields, header, line: row.line)))
        } catch {
            report.skipped.append(SkippedRow(line: row.line, address: address, reason: error))
        }
    }

    mutating func takeCandidates() -> [Candidate] {
        defer { candidates.removeAll(keepingCapacity: true) }
        return candidates
    }

    mutating func record(_ outcome: AddOutcome, of candidate: Candidate) {
        switch outcome {
        case .added: report.added += 1
        case .unchanged: report.unchanged += 1
        case .updated: report.updated += 1
        case .skipped(let reason):
            let address = candidate.subscriber.address.description
            report.skipped.append(SkippedRow(line: candidate.line, address: address, reason: .refused(reason)))
        }
    }

    private func readHeader(_ row: CSVRow) throws(StoreError) -> ImportHeader {
        do throws(ImportFileProblem) {
            switch row.content {
            case .success(let fields): return try ImportHeader(fields)
            case .failure(let damage): throw .damagedHeader(damage.rawValue)
            }
        } catch {
            throw .unusableFile(name: sourceName, problem: error)
        }
    }

    private static func fields(_ row: CSVRow, _ header: ImportHeader) throws(RowProblem) -> [String] {
        switch row.content {
        case .success(let fields) where fields.count == header.count: return fields
        case .success(let fields):
            throw .wrongFieldCount(fields.count, expected: header.count, lastLine: row.lastLine)
        case .failure(let damage): throw .damaged(damage.rawValue)
        }
    }

    private mutating func subscriber(
        _ fields: [String], _ header: ImportHeader, line: Int
    ) throws(RowProblem) -> NewSubscriber {
        let text = fields[header.address].trimmingSpaces
        if text.isEmpty { throw .emptyAddress }
        let address: EmailAddress
        do { address = try EmailAddress(text) } catch { throw .invalidAddress(error) }
        let key = address.key
        if let firstLine = seen[key] { throw .duplicate(firstLine: firstLine) }
        seen[key] = line
        if let mark = Self.mark(fields, header) { throw .markedInFile(mark) }
        let name = header.name.map { fields[$0].trimmingSpaces } ?? ""
        var attributes: [String: String] = [:]
        for (name, column) in header.attributes where !fields[column].isEmpty { attributes[name] = fields[column] }
        return NewSubscriber(address: address, name: name.isEmpty ? nil : name, attributes: attributes)
    }

    /// What our own export says against mailing this reader.
    private static func mark(_ fields: [String], _ header: ImportHeader) -> String? {
        if let column = header.suppressed, !fields[column].isEmpty { return "suppressed: \(fields[column])" }
        guard let column = header.state, fields[column] != SubscriptionState.subscribed.rawValue else { return nil }
        return fields[column].isEmpty ? nil : fields[column]
    }
}

extension RowProblem: Error {}
extension ImportFileProblem: Error {}
