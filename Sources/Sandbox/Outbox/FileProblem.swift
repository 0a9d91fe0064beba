import Foundation

/// A file operation that the system refused.
package struct FileProblem: Error, Hashable, CustomStringConvertible {
    package let path: String
    /// The system's error number.
    package let code: Int32

    /// The failure of the call just made.
    static func last(_ path: String) -> FileProblem { FileProblem(path: path, code: errno) }

    package var description: String { "\(path): \(Self.text(code))" }

    /// The system's words for an error number.
    static func text(_ code: Int32) -> String { String(cString: strerror(code)) }
}
