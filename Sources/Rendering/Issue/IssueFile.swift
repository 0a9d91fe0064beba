import Foundation
import Mail

/// Reads an issue's file.
package enum IssueFile {
    /// The bytes as they are, for `IssueParser.parse` and `IssueRepair.repair`.
    package static func read(_ path: String) throws(IssueError) -> [UInt8] {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
            throw IssueError(path: path, line: nil, .unreadable("it is a folder"))
        }
        do {
            return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        } catch {
            throw IssueError(path: path, line: nil, .unreadable(reason(of: error)))
        }
    }

    private static func reason(of error: any Error) -> String {
        switch (error as? CocoaError)?.code {
        case .fileReadNoSuchFile, .fileNoSuchFile: "there is no such file"
        case .fileReadNoPermission: "you have no permission to read it"
        default: (error as NSError).localizedDescription.trimmingFullStop
        }
    }
}

extension String {
    fileprivate var trimmingFullStop: String { hasBytes(suffix: ".") ? String(dropLast()) : self }
}
