import Foundation
import Mail

/// The bytes of an import file, in chunks.
package struct ImportSource {
    /// As the operator named it; goes into each subscriber's history.
    package let name: String
    /// The next bytes; empty at the end.
    let next: () throws -> [UInt8]

    package init(name: String, next: @escaping () throws -> [UInt8]) {
        self.name = name
        self.next = next
    }

    /// Opens a file.
    package static func file(_ path: String) throws(StoreError) -> ImportSource {
        do {
            let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            return ImportSource(name: path) { [UInt8](try handle.read(upToCount: 65_536) ?? Data()) }
        } catch {
            throw .unusableFile(name: path, problem: .cannotRead(Self.why(error)))
        }
    }

    static func why(_ error: any Error) -> String {
        switch (error as? CocoaError)?.code {
        case .fileReadNoSuchFile, .fileNoSuchFile: "there is no such file"
        case .fileReadNoPermission: "you may not read it"
        default: "it is no readable file"
        }
    }
}
