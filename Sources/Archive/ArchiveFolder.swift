import Foundation
import Mail

/// A folder with the archive's files in it. It knows which files are its own by a record that it keeps there.
package struct ArchiveFolder {
    /// What a run did.
    package struct Outcome: Hashable, Sendable {
        package var written: [String] = []
        package var removed: [String] = []
        package var unchanged = 0
    }

    private let folder: String

    package init(path: String) { folder = path }

    /// The record's name: one file name a line.
    static let recordName = ".mailer-archive"
    private static let recordTitle = "# The files that 'mailer archive' wrote here, and may change or remove."

    /// Brings the folder up to date: writes what differs, removes its own files that are no more, leaves all else alone.
    ///
    /// - Throws: before anything is written if a file of somebody else's is in the way.
    package func update(_ files: [ArchiveFile]) throws(ArchiveError) -> Outcome {
        let own = try record()
        let names = Set(files.map(\.name))
        let changed = files.filter { contents($0.name) != $0.bytes }
        let foreign = changed.map(\.name).filter { !own.contains($0) && exists($0) }
        if !foreign.isEmpty { throw .foreignFiles(folder: folder, names: foreign.sorted()) }
        let gone = own.subtracting(names)
        // Noted before it is written: a run that is cut short must know its own files again.
        try write(record: own.union(names), ifNot: own)
        for file in changed { try write(file.bytes, to: file.name) }
        let removed = gone.filter(exists).sorted()
        for name in removed { try remove(name) }
        try write(record: names, ifNot: own.union(names))
        return Outcome(
            written: changed.map(\.name).sorted(), removed: removed, unchanged: files.count - changed.count)
    }

    // MARK: Record

    private func record() throws(ArchiveError) -> Set<String> {
        guard let bytes = contents(Self.recordName) else { return [] }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
        // Only names that we could have written: a record from elsewhere must not make us remove other files.
        guard lines.first == Self.recordTitle, lines.dropFirst().allSatisfy(Self.isOwnName) else {
            throw .damagedRecord(path: path(Self.recordName))
        }
        return Set(lines.dropFirst())
    }

    private func write(record names: Set<String>, ifNot old: Set<String>) throws(ArchiveError) {
        if names == old { return }
        let text = ([Self.recordTitle] + names.sorted()).joined(separator: "\n") + "\n"
        try write(Array(text.utf8), to: Self.recordName)
    }

    static func isOwnName(_ name: String) -> Bool {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 1 || (parts.count == 2 && parts[0] == "images"), let last = parts.last else {
            return false
        }
        return !last.isEmpty && !last.hasBytes(prefix: ".")
            && last.utf8.allSatisfy { Byte.isLetterOrDigit($0) || "-_.".utf8.contains($0) }
    }

    // MARK: Files

    private func path(_ name: String) -> String { "\(folder)/\(name)" }

    private func exists(_ name: String) -> Bool {
        // A link that leads nowhere is there, too.
        (try? FileManager.default.attributesOfItem(atPath: path(name))) != nil
    }

    private func contents(_ name: String) -> [UInt8]? {
        FileManager.default.contents(atPath: path(name)).map { [UInt8]($0) }
    }

    /// Beside the file and renamed, so that nobody ever reads half of it.
    private func write(_ bytes: [UInt8], to name: String) throws(ArchiveError) {
        let url = URL(fileURLWithPath: path(name))
        do {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(bytes).write(to: url, options: .atomic)
        } catch {
            throw .cannotWrite(path: path(name), why: Self.reason(error))
        }
    }

    private func remove(_ name: String) throws(ArchiveError) {
        do { try FileManager.default.removeItem(atPath: path(name)) } catch {
            throw .cannotWrite(path: path(name), why: Self.reason(error))
        }
    }

    private static func reason(_ error: any Error) -> String {
        let text = (error as NSError).localizedDescription
        return text.hasBytes(suffix: ".") ? String(text.dropLast()) : text
    }
}
