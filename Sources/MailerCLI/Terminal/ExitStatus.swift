import ArgumentParser

/// The exit codes that scripts can trust (sysexits.h where it has a word for it).
enum ExitStatus {
    /// Something failed; the message on stderr says what and what to do.
    static let failure = ExitCode(1)
    /// EX_TEMPFAIL: some recipients are deferred or unknown, or the mailing was stopped before its end.
    static let unfinished = ExitCode(75)
    /// EX_CONFIG: the configuration has to be changed first.
    static let configuration = ExitCode(78)
}

/// A failure with its sentence and its exit code.
struct CommandFailure: Error, CustomStringConvertible {
    let description: String
    var status = ExitStatus.failure

    init(_ description: String, status: ExitCode = ExitStatus.failure) {
        self.description = description
        self.status = status
    }
}
