import Foundation
import Mail

/// What a row of an import file says of one reader.
struct ImportedReader {
    let subscriber: NewSubscriber
    let status: ImportedStatus
    /// The list that our own export names; nil: none, or another file's.
    var list: String?
    /// Since when and by what she is in that state, if the file says it.
    var since: Timestamp?
    var source: String?
    var suppression: ImportedSuppression?
}

struct ImportedSuppression {
    let reason: SuppressionReason
    var detail: String?
    var since: Timestamp?
    var source: String?
}

/// The second reading of an import file, before anything is stored: rows in, checked readers out.
struct ImportRun {
    struct Candidate {
        let line: Int
        let reader: ImportedReader
    }

    let header: ImportHeader
    let choices: ImportChoices
    private(set) var candidates: [Candidate] = []
    var result = ImportResult()
    private var isAtHeader: Bool
    /// Line of the first occurrence, by list and address key.
    private var seen: [String: Int] = [:]

    init(header: ImportHeader, choices: ImportChoices, isBare: Bool) {
        self.header = header
        self.choices = choices
        isAtHeader = !isBare
        result.system = header.isOurOwn ? nil : header.system?.name
        result.warning = header.system?.warning
        result.renamed = header.renamed.map { ImportResult.Renamed(title: $0.title, name: $0.name) }
    }

    /// Passes over the header, then takes row after row; a bad row goes to the report.
    mutating func take(_ row: CSVRow) {
        if isAtHeader {
            isAtHeader = false
            return
        }
        var address = ""
        do throws(RowProblem) {
            let fields = try Self.fields(row, header)
            address = fields[header.address].trimmingInvisible
            let reader = try reader(fields, address: address, line: row.line)
            candidates.append(Candidate(line: row.line, reader: reader))
        } catch {
            skip(row.line, address, error, list: choices.list ?? "")
        }
    }

    mutating func takeCandidates() -> [Candidate] {
        defer { candidates.removeAll(keepingCapacity: true) }
        return candidates
    }

    mutating func record(_ outcome: ImportOutcome, of candidate: Candidate) {
        let list = candidate.reader.list ?? ""
        switch outcome {
        case .added: result.lists[list, default: ImportReport()].added += 1
        case .unchanged: result.lists[list, default: ImportReport()].unchanged += 1
        case .updated: result.lists[list, default: ImportReport()].updated += 1
        case .pending: result.lists[list, default: ImportReport()].pending += 1
        case .unsubscribed: result.lists[list, default: ImportReport()].unsubscribed += 1
        case .suppressed: result.lists[list, default: ImportReport()].suppressed += 1
        case .skipped(let reason):
            skip(candidate.line, candidate.reader.subscriber.address.description, reason, list: list)
        }
    }

    private mutating func skip(_ line: Int, _ address: String, _ reason: RowProblem, list: String) {
        result.lists[list, default: ImportReport()].skipped.append(
            SkippedRow(line: line, address: address, reason: reason))
    }

    private static func fields(_ row: CSVRow, _ header: ImportHeader) throws(RowProblem) -> [String] {
        switch row.content {
        case .success(let fields) where fields.count == header.count: return fields
        case .success(let fields):
            throw .wrongFieldCount(fields.count, expected: header.count, lastLine: row.lastLine)
        case .failure(let damage): throw .damaged(damage.rawValue)
        }
    }

    private mutating func reader(
        _ fields: [String], address text: String, line: Int
    ) throws(RowProblem) -> ImportedReader {
        if text.isEmpty { throw .emptyAddress }
        let address: EmailAddress
        do { address = try EmailAddress(text) } catch { throw .invalidAddress(error) }
        let status = status(fields)
        let list = try list(fields)
        let key = "\(list ?? "")\n\(address.key)"
        if let firstLine = seen[key], status <= .pending { throw .duplicate(firstLine: firstLine) }
        seen[key] = seen[key] ?? line
        let subscriber = NewSubscriber(address: address, name: name(fields), attributes: attributes(fields))
        var reader = ImportedReader(subscriber: subscriber, status: status, list: list)
        if header.isOurOwn {
            reader.since = own(.since, fields).flatMap { Timestamp(exported: $0) }
            reader.source = own(.source, fields)
        } else if status > .pending {
            reader.since = header.leftAt.lazy.compactMap { Timestamp(exported: fields[$0]) }.first
        }
        reader.suppression = suppression(fields, status)
        return reader
    }

    /// Which list the row is for; nil: none.
    private func list(_ fields: [String]) throws(RowProblem) -> String? {
        guard let column = header.column(.list) else { return choices.list }
        let own = fields[column].trimmingInvisible
        if own.isEmpty { return nil }
        guard let wanted = choices.list, wanted != own else { return own }
        // A file of one list may go to another; of several, only the rows of the one that was asked for.
        if isOfOneList { return wanted }
        throw .otherList(own)
    }

    /// Set by whoever has read the whole file.
    var isOfOneList = true

    /// The worst of what the row's cells say.
    private func status(_ fields: [String]) -> ImportedStatus {
        header.meanings.reduce(header.everybody) { worst, entry in
            let cell = fields[entry.column]
            let said = choices.meanings[StatusWord.normalised(cell)] ?? entry.meaning.status(of: cell)
            // What nobody could read has been asked about before.
            return max(worst, said ?? .pending)
        }
    }

    private func suppression(_ fields: [String], _ status: ImportedStatus) -> ImportedSuppression? {
        if let code = own(.suppressed, fields) {
            return ImportedSuppression(
                reason: SuppressionReason(rawValue: code) ?? .imported, detail: own(.suppressedDetail, fields),
                since: own(.suppressedSince, fields).flatMap { Timestamp(exported: $0) },
                source: own(.suppressedSource, fields))
        }
        guard status == .suppressed else { return nil }
        let words = header.meanings.compactMap { entry -> String? in
            let cell = fields[entry.column].trimmingInvisible
            let said = choices.meanings[StatusWord.normalised(cell)] ?? entry.meaning.status(of: cell)
            return said == .suppressed ? "\(header.titles[entry.column]): \(cell)" : nil
        }
        let detail = [header.system?.name, words.first?.spellingOutInvisible].compactMap(\.self).joined(separator: ", ")
        return ImportedSuppression(reason: .imported, detail: detail.isEmpty ? nil : detail)
    }

    private func own(_ column: OwnColumn, _ fields: [String]) -> String? {
        guard let column = header.column(column), !fields[column].isEmpty else { return nil }
        return fields[column]
    }

    private func name(_ fields: [String]) -> String? {
        let name = header.name.map { cell(fields, $0).trimmingInvisible }.filter { !$0.isEmpty }.joined(separator: " ")
        return name.isEmpty ? nil : name
    }

    private func attributes(_ fields: [String]) -> [String: String] {
        var attributes: [String: String] = [:]
        if let column = header.json { attributes = Self.scalars(fields[column]) }
        for attribute in header.attributes {
            let value = cell(fields, attribute.column)
            if !value.isEmpty { attributes[attribute.name] = value }
        }
        return attributes
    }

    /// QUIRK: phpList puts `' ` in front of what a spreadsheet would take for a formula; Mailchimp quotes tags twice.
    private func cell(_ fields: [String], _ column: Int) -> String {
        let text = fields[column]
        switch header.system?.name {
        case "phpList":
            guard text.hasPrefix("' "), let third = text.dropFirst(2).first, "=+-@".contains(third) else { return text }
            return String(text.dropFirst(2))
        case "Mailchimp" where text.hasPrefix("\"") && text.hasSuffix("\""): return text.replacing("\"", with: "")
        default: return text
        }
    }

    /// The values of a JSON object that are texts, numbers or yes and no.
    private static func scalars(_ text: String) -> [String: String] {
        guard let object = try? JSONDecoder().decode([String: JSONScalar].self, from: Data(text.utf8)) else {
            return [:]
        }
        var values: [String: String] = [:]
        for (index, key) in object.keys.sorted().enumerated() {
            guard let value = object[key]?.text, !value.isEmpty else { continue }
            values[FieldName.usable(key, column: index + 1)] = value
        }
        return values
    }
}

/// A text, a number, or yes or no; nothing of what else JSON has.
private struct JSONScalar: Decodable {
    let text: String?

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if let flag = try? value.decode(Bool.self) {
            text = flag ? "true" : "false"
        } else if let number = try? value.decode(Int64.self) {
            text = "\(number)"
        } else if let number = try? value.decode(Double.self) {
            text = "\(number)"
        } else {
            text = try? value.decode(String.self)
        }
    }
}

extension RowProblem: Error {}
extension ImportFileProblem: Error {}
