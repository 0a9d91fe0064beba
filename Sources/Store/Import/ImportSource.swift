import Foundation
import Mail

/// The bytes of an import file, in chunks; they are read twice, first to see what the file says and asks.
package struct ImportSource {
    /// As the operator named it; goes into each subscriber's history.
    package let name: String
    /// From the beginning: what gives the next bytes, empty at the end.
    let open: () throws -> () throws -> [UInt8]

    package init(name: String, open: @escaping () throws -> () throws -> [UInt8]) {
        self.name = name
        self.open = open
    }

    /// Opens a file. What can be read only once, such as a pipe, is kept in memory.
    package static func file(_ path: String) throws(StoreError) -> ImportSource {
        do {
            let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            if (try? handle.seek(toOffset: 0)) != nil {
                return ImportSource(name: path) {
                    try handle.seek(toOffset: 0)
                    return { [UInt8](try handle.read(upToCount: 65_536) ?? Data()) }
                }
            }
            let all = [UInt8](try handle.readToEnd() ?? Data())
            return ImportSource(name: path) { Self.chunks(of: all) }
        } catch {
            throw .unusableFile(name: path, problem: .cannotRead(Self.why(error)))
        }
    }

    private static func chunks(of bytes: [UInt8]) -> () -> [UInt8] {
        var rest = bytes[...]
        return {
            defer { rest = rest.dropFirst(65_536) }
            return Array(rest.prefix(65_536))
        }
    }

    /// Reads all rows; the character between columns is the one that the first line has most of.
    func rows(_ take: (CSVRow) throws(StoreError) -> Void) throws(StoreError) {
        let next: () throws -> [UInt8]
        do { next = try open() } catch { throw unreadable(error) }
        var chunk = try read(next)
        var parser = CSVParser(separator: CSVParser.separator(in: chunk))
        while true {
            var rows: [CSVRow] = []
            if chunk.isEmpty { parser.finish { rows.append($0) } } else { parser.feed(chunk) { rows.append($0) } }
            for row in rows { try take(row) }
            if chunk.isEmpty { return }
            chunk = try read(next)
        }
    }

    private func read(_ next: () throws -> [UInt8]) throws(StoreError) -> [UInt8] {
        do { return try next() } catch { throw unreadable(error) }
    }

    private func unreadable(_ error: any Error) -> StoreError {
        .unusableFile(name: name, problem: .cannotRead(Self.why(error)))
    }

    private static func why(_ error: any Error) -> String {
        switch (error as? CocoaError)?.code {
        case .fileReadNoSuchFile, .fileNoSuchFile: "there is no such file"
        case .fileReadNoPermission: "you may not read it"
        default: "it is no readable file"
        }
    }
}
