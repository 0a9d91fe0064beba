import ArgumentParser
import MailerConfiguration
import Operations
import Signing
import Store

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
        if let failure = error as? CommandFailure { return failure.status }
        return error.isAboutSetUp ? ExitStatus.configuration : ExitStatus.failure
    }
}

extension Error {
    /// What is set up has to be changed first: the configuration, a path, a key, a permission.
    var isAboutSetUp: Bool {
        switch self as any Error {
        case let failure as CommandFailure: failure.status == ExitStatus.configuration
        case is ConfigurationErrors, is KeyRingError, is DeliveryLogError: true
        case let error as StoreError:
            if case .database(_, _, let problem) = error { problem.needsOperator } else { false }
        default: false
        }
    }
}
