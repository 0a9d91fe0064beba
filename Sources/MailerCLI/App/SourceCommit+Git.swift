import Foundation
import Store

extension SourceCommit {
    /// The commit that is checked out where the file is, and whether these bytes are the commit's.
    ///
    /// Nil outside a repository, in one without a commit, and where there is no git: it is a note, not a condition.
    static func of(file: String, bytes: [UInt8]) -> SourceCommit? {
        let url = URL(fileURLWithPath: file)
        let folder = url.deletingLastPathComponent().path
        guard let hash = git(["rev-parse", "--verify", "--quiet", "HEAD"], in: folder) else { return nil }
        let committed = git(["rev-parse", "--verify", "--quiet", "HEAD:./\(url.lastPathComponent)"], in: folder)
        let current = git(
            ["hash-object", "--stdin", "--path", url.lastPathComponent], in: folder, input: bytes)
        return SourceCommit(hash: hash, isDirty: committed == nil || committed != current)
    }

    /// What git prints on its only line; nil if it fails.
    private static func git(_ arguments: [String], in folder: String, input: [UInt8] = []) -> String? {
        guard let result = ProgramRun.run(["git", "-C", folder] + arguments, input: input), result.status == 0 else {
            return nil
        }
        return result.text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
