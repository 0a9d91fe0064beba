import Foundation

/// What some files looked like at a moment: two of these differ if a file was changed, made or removed between.
///
/// Times and sizes, not contents: it is asked four times a second.
struct FileStamps: Hashable, Sendable {
    private struct Stamp: Hashable {
        let modified: Date?
        let size: UInt64?
        /// Editors that write a new file and rename it may keep time and size.
        let number: UInt64?
    }

    /// A template folder that somebody put at `/` by mistake must not be read to its end.
    private static let maximumEntries = 2_000

    private var stamps: [String: Stamp] = [:]

    /// - Parameter paths: files, or folders with all that is in them; one that is not there counts as such.
    init(_ paths: [String]) {
        for path in paths {
            stamps[path] = Self.stamp(path)
            guard let entries = FileManager.default.enumerator(atPath: path) else { continue }
            for case let entry as String in entries {
                guard stamps.count < Self.maximumEntries else { break }
                stamps["\(path)/\(entry)"] = Self.stamp("\(path)/\(entry)")
            }
        }
    }

    private static func stamp(_ path: String) -> Stamp? {
        // Not there, or not to be read: the same to whoever waits for it.
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else { return nil }
        return Stamp(
            modified: attributes[.modificationDate] as? Date, size: (attributes[.size] as? NSNumber)?.uint64Value,
            number: (attributes[.systemFileNumber] as? NSNumber)?.uint64Value)
    }
}
