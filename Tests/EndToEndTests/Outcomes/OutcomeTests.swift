import Foundation
import Mail
import SMTP
import Sandbox
import Testing

/// docs/outcomes.md says what each fault does to each reader, to the connection and to the run; here each of its rows is
/// run, and each fault that can be ordered must have its row.
@Suite struct OutcomeTests {
    /// Longer than a busy machine takes for a reply, and short enough to wait for when there is none: rows that wait do so
    /// side by side.
    private static let patience = Duration.seconds(2)

    @Test func openingASession() throws {
        let certificates = try Certificates()
        try check("Opening a session", ["once: readers", "once: run", "each time: readers", "each time: run"]) {
            OutcomeFaults.opening.map { fault in
                Row(key: fault) {
                    var bench = Self.bench(fault)
                    certificates.use(for: fault, in: &bench)
                    bench.server.faults = [try Fault("\(fault) @first:1")]
                    let once = try bench.run()
                    bench.server.faults = [try Fault(fault)]
                    let always = try bench.run()
                    return [once.readers, once.run, always.readers, always.run]
                }
            }
        }
    }

    @Test func theDialogue() throws {
        try check("The dialogue", ["before", "hit", "behind", "connection", "hit each time"]) {
            Self.rows(OutcomeFaults.dialogue) { _ in }
        }
    }

    @Test func theDialogueUnderTLS() throws {
        let certificates = try Certificates()
        try check("Under TLS", ["before", "hit", "behind", "connection", "hit each time"]) {
            Self.rows(OutcomeFaults.alerts) { certificates.use(for: "tls", in: &$0) }
        }
    }

    @Test func circumstances() throws {
        let certificates = try Certificates()
        try check("Circumstances", ["hit", "others", "run"]) {
            OutcomeCircumstance.allCases.map { circumstance in
                Row(key: circumstance.rawValue) { try circumstance.seen(with: certificates) }
            }
        }
    }

    /// One fault in one mode, and how to see what it does.
    struct Row: Sendable {
        let key: String
        let look: @Sendable () throws -> [String]
    }

    private static func bench(_ fault: String) -> OutcomeBench {
        var bench = OutcomeBench()
        if OutcomeFaults.isSilent(fault) { bench.patience = patience }
        // More than the buffers of two sockets hold, so that the client has to wait for the reader.
        if fault.hasPrefix("body=s") {
            bench.size = fault.hasSuffix("stall") ? 16_000_000 : 1_000_000
            bench.server.maximumMessageSize = 20_000_000
        }
        return bench
    }

    private static func rows(
        _ faults: [String], _ prepare: @escaping @Sendable (inout OutcomeBench) -> Void
    ) -> [Row] {
        faults.flatMap { fault in
            Pipelining.allCases.map { mode in
                Row(key: "\(fault), \(mode.rawValue)") {
                    var bench = bench(fault)
                    bench.pipelining = mode
                    prepare(&bench)
                    bench.server.faults = try ordered(fault, "@first:1")
                    let once = try bench.run()
                    bench.server.faults = try ordered(fault, "")
                    let always = try bench.run()
                    let run = Set([once.run, always.run, once.states[.last] ?? ""]).subtracting(["finishes", "sent"])
                    return [OutcomeBench.Reader.before, .hit, .behind].map { once.states[$0] ?? "" }
                        + [once.connections == 1 ? "kept" : "replaced", always.states[.hit] ?? ""] + run.sorted()
                }
            }
        }
    }

    /// The fault meets the one who is hit; RSET comes only behind a refused recipient, QUIT at the end.
    private static func ordered(_ fault: String, _ selector: String) throws -> [Fault] {
        switch fault.prefix(4) {
        case "rset": try [Fault("rcpt=550 5.1.1 No such user @from:hit@*"), Fault("\(fault) \(selector)")]
        case "quit": [try Fault("\(fault) \(selector)")]
        default: [try Fault("\(fault) @from:hit@* \(selector)")]
        }
    }

    /// Compares what is seen with the table of that title, in both directions.
    private func check(_ title: String, _ columns: [String], _ rows: () -> [Row]) throws {
        let documented = try OutcomeTables().rows(title).flatMap(Self.expanded)
        let keys = documented.map(\.key)
        #expect(Set(keys).count == keys.count, "docs/outcomes.md says something twice under '\(title)'.")
        let expected = Dictionary(documented) { first, _ in first }
        let rows = rows()
        for key in Set(keys).subtracting(rows.map(\.key)) { Issue.record("'\(title)': nothing makes '\(key)' happen.") }
        let seen = concurrently(rows) { row in Result { try row.look() } }
        for (row, result) in zip(rows, seen) {
            let cells = try result.get()
            #expect(
                expected[row.key].map { table in columns.map { table[$0] ?? "" } } == cells,
                "docs/outcomes.md, '\(title)': | `\(row.key)` | \(cells.joined(separator: " | ")) |")
        }
    }

    /// A row for several modes of pipelining is a row for each.
    private static func expanded(_ row: OutcomeTables.Row) -> [(key: String, value: OutcomeTables.Row)] {
        let name = row["fault"] ?? row["circumstance"] ?? ""
        guard let modes = row["pipelining"] else { return [(name, row)] }
        let all = Pipelining.allCases.map(\.rawValue)
        let named = modes == "all" ? all : modes.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        return named.map { ("\(name), \($0)", row) }
    }
}

extension OutcomeBench.Seen {
    /// What all have in common, or each one's state.
    var readers: String {
        let all = OutcomeBench.Reader.allCases.map { states[$0] ?? "" }
        return Set(all).count == 1 ? all[0] : all.joined(separator: " ")
    }
}
