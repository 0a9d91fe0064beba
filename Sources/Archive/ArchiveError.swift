import Mail

/// Why there is no archive.
package enum ArchiveError: Error, Hashable, Sendable, CustomStringConvertible {
    case cannotReadTemplate(path: String, why: String)
    case damagedTemplate(path: String, why: String)
    /// Files in the folder that the archive would write and did not write before.
    case foreignFiles(folder: String, names: [String])
    case cannotWrite(path: String, why: String)
    case damagedRecord(path: String)

    package var description: String {
        switch self {
        case .cannotReadTemplate(let path, let why):
            "\(path.escapingControls) cannot be read: \(why). Restore it from the 'templates' folder of mailer."
        case .damagedTemplate(let path, let why):
            "\(path.escapingControls) is no usable template: \(why). Check its {{tags}}."
        case .foreignFiles(let folder, let names):
            "\(folder.escapingControls) has files of somebody else's where the archive's would be: "
                + "\(names.prefix(3).joined(separator: ", "))\(names.count > 3 ? " and \(names.count - 3) more" : ""). "
                + "Nothing was written. Move them away, or choose another folder."
        case .cannotWrite(let path, let why):
            "Cannot write \(path.escapingControls): \(why). What was written before it is complete; run the command again."
        case .damagedRecord(let path):
            "\(path.escapingControls) is no record of an archive's files. Remove it to start anew, or choose another folder."
        }
    }
}
