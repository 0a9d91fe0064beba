import Hummingbird
import Mail
import Store

extension WebResponder {
    /// 200 when the database can be read, else 503 with a word why; the log has the sentence.
    func health() async -> Response {
        do {
            let store = dependencies.store
            // A row that cannot exist: the answer does not matter, that there is one does.
            _ = try await Worker.reading.run { try store.list(ListID(rawValue: 0)) }
            return respond(.ok, text: "ok\n")
        } catch {
            dependencies.complain("Not healthy: \(error)")
            return respond(.serviceUnavailable, text: "database \(Self.word(for: error))\n")
        }
    }

    func metrics() async -> Response {
        do {
            let text = try await Worker.reading.run(dependencies.metrics)
            return respond(.ok, text: text, contentType: "text/plain; version=0.0.4; charset=utf-8")
        } catch {
            dependencies.complain("No metrics: \(error)")
            return respond(.serviceUnavailable, text: "metrics unavailable\n")
        }
    }

    private static func word(for error: any Error) -> String {
        guard case .database(_, _, let problem) = error as? StoreError else { return "unreadable" }
        return switch problem {
        case .locked: "locked"
        case .diskFull: "full"
        case .notADatabase: "damaged"
        case .newerSchema: "newer"
        case .closed: "closed"
        case .missing, .notOurs, .notWritable, .readOnly, .other: "unreadable"
        }
    }
}
