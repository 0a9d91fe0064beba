import Foundation
import Mail

/// What a path leads to.
enum Route: Hashable {
    case unsubscribe(token: String)
    case health
    case metrics
    /// `archive` itself, which is a folder.
    case archiveFolder
    /// A file below it; the index has no name.
    case archive(name: String)

    /// Nil when there is nothing. Empty parts count for nothing: mail programs and proxies add slashes.
    init?(path: String) {
        let parts = path.split(separator: "/").map { $0.removingPercentEncoding ?? String($0) }
        switch parts.count {
        case 1 where parts[0] == "healthz": self = .health
        case 1 where parts[0] == "metrics": self = .metrics
        case 2 where parts[0] == "u": self = .unsubscribe(token: parts[1])
        case 1 where parts[0] == "archive": self = path.hasBytes(suffix: "/") ? .archive(name: "") : .archiveFolder
        case 2 where parts[0] == "archive": self = .archive(name: parts[1])
        case 3 where parts[0] == "archive" && parts[1] == "images": self = .archive(name: "images/\(parts[2])")
        default: return nil
        }
    }

    /// What `Allow` says.
    var methods: [String] {
        switch self {
        case .unsubscribe: ["GET", "HEAD", "POST"]
        case .health, .metrics, .archiveFolder, .archive: ["GET", "HEAD"]
        }
    }
}
