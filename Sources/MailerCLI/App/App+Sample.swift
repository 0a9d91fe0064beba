import Foundation
import Store

extension App {
    /// Lets a first `mailer send` in a fresh checkout show something: while nothing is configured, so that mail can only
    /// go to the sandbox, and the store has no list, the sample readers are imported.
    func importSampleReaders(into store: MailerStore) throws {
        let sample = "subscribers/sample.csv"
        guard isUnconfigured, try store.lists().isEmpty, FileManager.default.fileExists(atPath: sample) else { return }
        let result = try store.importCSV(try ImportSource.file(sample), ImportChoices(list: "sample"), at: now())
        Terminal.note(
            "There are no subscribers yet and no relay is configured: this rehearsal goes to \(result.lists["sample"]?.added ?? 0) sample "
                + "readers (\(sample), list 'sample'). Import your own with 'mailer import FILE.csv --list NAME'.")
    }
}
