import Dispatch
import Mail
import Sending

/// A line on stderr that counts along; where stderr is no terminal, a line every ten seconds.
final class ProgressLine {
    private let timer: any DispatchSourceTimer

    init(total: Accounting, tally: @escaping @Sendable () -> RunTally) {
        let waiting = total[.pending] + total[.deferred]
        let isTerminal = Terminal.showsProgress
        timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "progress"))
        timer.schedule(deadline: .now() + (isTerminal ? 0.2 : 10), repeating: isTerminal ? 0.2 : 10)
        timer.setEventHandler {
            let text = Self.text(tally(), of: waiting)
            if isTerminal { Terminal.progress(text) } else { Terminal.note(text) }
        }
        timer.activate()
    }

    func stop() {
        timer.cancel()
        Terminal.endProgress()
    }

    private static func text(_ tally: RunTally, of total: Int) -> String {
        var parts = ["\(tally.sent) of \(total) sent"]
        if tally.deferred > 0 { parts.append("\(tally.deferred) deferred") }
        if tally.failed > 0 { parts.append("\(tally.failed) failed") }
        if tally.unknown > 0 { parts.append("\(tally.unknown) unknown") }
        return parts.joined(separator: ", ")
    }
}
