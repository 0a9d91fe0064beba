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
            ["hash-object", "--stdin", "--path", url.lastPathComponent], in: folder, input: Data(bytes))
        return SourceCommit(hash: hash, isDirty: committed == nil || committed != current)
    }

    /// What git prints on its only line; nil if it fails.
    private static func git(_ arguments: [String], in folder: String, input: Data = Data()) -> String? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["git", "-C", folder] + arguments
        let (output, error, source) = (Pipe(), FileHandle.nullDevice, Pipe())
        process.standardOutput = output
        process.standardError = error
        process.standardInput = source
        do {
            try process.run()
            // git reads everything before it prints its line, so that neither waits for the other.
            try source.fileHandleForWriting.write(contentsOf: input)
            try source.fileHandleForWriting.close()
            let text = try output.fileHandleForReading.readToEnd() ?? Data()
            process.waitUntilExit()
            guard process.terminationStatus == 0 else { return nil }
            return String(decoding: text, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        } catch {
            return nil
        }
    }
}
