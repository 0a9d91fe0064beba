import GRDB
import Mail

extension MailerStore {
    private static let batchSize = 1_000

    /// Puts the addresses of a CSV file on a list. A bad row is skipped, with its line and the reason.
    ///
    /// The first line names the columns: `email` (or `address`, `e-mail`), `name` if any, all others are
    /// attributes. Stored in transactions of 1,000 rows: after a failure in the middle, importing the
    /// file again goes on where it stopped. `progress` is called after each and must be quick.
    package func importCSV(
        _ source: ImportSource, into list: ListID, at now: Timestamp, progress: (ImportReport) -> Void = { _ in }
    ) throws(StoreError) -> ImportReport {
        var run = ImportRun(sourceName: source.name)
        var parser = CSVParser()
        var isAtEnd = false
        while !isAtEnd {
            let chunk = try nextChunk(of: source)
            isAtEnd = chunk.isEmpty
            var rows: [CSVRow] = []
            if isAtEnd { parser.finish { rows.append($0) } } else { parser.feed(chunk) { rows.append($0) } }
            for row in rows {
                try run.take(row)
                if run.candidates.count == Self.batchSize { try store(&run, into: list, at: now, progress) }
            }
        }
        if run.header == nil { throw .unusableFile(name: source.name, problem: .empty) }
        try store(&run, into: list, at: now, progress)
        run.report.skipped.sort { $0.line < $1.line }
        return run.report
    }

    private func nextChunk(of source: ImportSource) throws(StoreError) -> [UInt8] {
        do { return try source.next() } catch {
            throw .unusableFile(name: source.name, problem: .cannotRead(ImportSource.why(error)))
        }
    }

    private func store(
        _ run: inout ImportRun, into list: ListID, at now: Timestamp, _ progress: (ImportReport) -> Void
    ) throws(StoreError) {
        let candidates = run.takeCandidates()
        let source = "import \(run.sourceName)"
        let outcomes = try write("import \(run.sourceName)") { db in
            try candidates.map { candidate in
                let origin = Origin(source: "\(source):\(candidate.line)", at: now)
                return try Self.add(db, candidate.subscriber, to: list, origin: origin)
            }
        }
        for (outcome, candidate) in zip(outcomes, candidates) { run.record(outcome, of: candidate) }
        progress(run.report)
    }
}
