import Foundation
import Mail
import MailerConfiguration
import SMTP
import Synchronization

/// Keeps a relay's password or token, and asks for it anew when it is no longer good. The first session asks; commands
/// that open none run nothing.
final class PasswordDesk: Sendable {
    private let relay: RelayName
    private let source: PasswordConfiguration
    private let limit: Duration
    private let clock: WallClock
    /// Held while the command runs, so that sessions that are opened together ask once.
    private let cache: Mutex<PasswordCache>

    /// - Parameter limit: how long a command may take.
    init(
        of relay: RelayName, _ source: PasswordConfiguration, isToken: Bool, limit: Duration, clock: @escaping WallClock
    ) {
        self.relay = relay
        self.source = source
        self.limit = limit
        self.clock = clock
        cache = Mutex(PasswordCache(isToken: isToken))
    }

    func password(refused: String?) throws(PasswordFailure) -> String {
        switch source {
        case .value(let secret): return secret.value
        case .file(let path, let secret):
            // Somebody may have changed it since.
            return refused == nil ? secret.value : Self.contents(of: path) ?? secret.value
        case .command(let command):
            let answer: Result<String, PasswordFailure> = cache.withLock { cache in
                if let known = cache.password(refused: refused, at: clock()) { return .success(known) }
                do throws(PasswordFailure) {
                    let answer = try ask(command)
                    cache.note(answer, refused: refused, at: clock())
                    return .success(answer)
                } catch {
                    return .failure(error)
                }
            }
            return try answer.get()
        }
    }

    private static func contents(of path: String) -> String? {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        let text = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .newlines)
        return text.isEmpty ? nil : text
    }

    private func ask(_ command: PasswordCommand) throws(PasswordFailure) -> String {
        let result: TimedProgram.Result
        do throws(TimedProgram.Failure) {
            result = try TimedProgram(arguments: command.arguments, folder: command.folder, limit: limit).run()
        } catch {
            switch error {
            case .tookTooLong:
                throw failure("took longer than \(limit) ('setup_timeout') and was ended", isTemporary: true)
            case .notStarted(let why): throw failure("cannot be run: \(why)", isTemporary: false)
            }
        }
        let lines = String(decoding: result.output, as: UTF8.self).split(whereSeparator: \.isNewline).map(String.init)
        guard result.status == 0 else {
            let isMissing = Self.missing.contains(result.status)
            let words = Self.lastWords(result.errors, hiding: lines)
            throw failure("ended with exit code \(result.status)\(words)", isTemporary: !isMissing)
        }
        guard
            let first = String(decoding: result.output, as: UTF8.self).split(
                omittingEmptySubsequences: false, whereSeparator: \.isNewline
            ).first, !first.isEmpty
        else {
            throw failure(
                "printed no password on its first line\(Self.lastWords(result.errors, hiding: lines))",
                isTemporary: true)
        }
        return String(first)
    }

    /// What a shell ends with for a program that is not there, or may not be run.
    private static let missing: [Int32] = [126, 127]

    /// The last line that it wrote to standard error, without anything that it wrote to standard output.
    private static func lastWords(_ bytes: [UInt8], hiding secrets: [String]) -> String {
        var text = String(decoding: bytes, as: UTF8.self)
        for secret in secrets where secret.count >= 4 { text = text.replacing(secret, with: "•••") }
        guard let last = text.split(whereSeparator: \.isNewline).last(where: { !$0.allSatisfy(\.isWhitespace) }) else {
            return ""
        }
        return ": '\(String(last.prefix(200)).escapingControls)'"
    }

    private func failure(_ what: String, isTemporary: Bool) -> PasswordFailure {
        PasswordFailure(
            "'password_command' of \(relay) \(what). Run it by hand, as the user that mailer runs as",
            isTemporary: isTemporary)
    }
}
