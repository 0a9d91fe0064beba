import Foundation
import Store

/// The folder `issues` with the folders in it, such as one for each year.
struct IssueFolder {
    let store: MailerStore
    var path = "issues"

    /// Folders whose files are no issues to send, beside hidden ones and those that begin with `_`.
    private static let others = ["templates", "drafts", "images"]

    /// The last file by its path without a finished mailing; nil if there is none.
    ///
    /// - Throws: if its slug is taken by another file: it was not sent, and cannot be.
    func newestUnsent() throws -> String? {
        let files = files()
        guard !files.isEmpty else {
            throw CommandFailure("There is no issue in \(path)/. Say which file: mailer send FILE.")
        }
        return try files.first { file in
            let mailings = try store.mailings(of: try LoadedIssue(path: file))
            return mailings.isEmpty || mailings.contains { !$0.state.isOver }
        }
    }

    /// Of the folder and those in it, the last first.
    private func files() -> [String] {
        guard let names = FileManager.default.enumerator(atPath: path) else { return [] }
        var files: [String] = []
        for case let name as String in names where name.hasSuffix(".md") {
            let folders = name.split(separator: "/").dropLast().map { $0.lowercased() }
            let isIssue = folders.allSatisfy { !Self.others.contains($0) && !$0.hasPrefix("_") && !$0.hasPrefix(".") }
            if isIssue, name.split(separator: "/").last?.hasPrefix(".") == false { files.append("\(path)/\(name)") }
        }
        return files.sorted(by: >)
    }
}
