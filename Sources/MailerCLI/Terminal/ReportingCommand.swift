import ArgumentParser
import MailerConfiguration

/// A command whose errors are printed in one way: `mailer: what failed: why. What to do.`
protocol ReportingCommand: AsyncParsableCommand {
    func execute() async throws
}

extension ReportingCommand {
    package mutating func run() async throws {
        do {
            try await execute()
        } catch let code as ExitCode {
            throw code
        } catch let error as ValidationError {
            throw error
        } catch {
            Terminal.endProgress()
            Terminal.note("mailer: \(error)")
            throw Self.status(of: error)
        }
    }

    private static func status(of error: any Error) -> ExitCode {
        switch error {
        case let failure as CommandFailure: failure.status
        case is ConfigurationErrors: ExitStatus.configuration
        default: ExitStatus.failure
        }
    }
}
