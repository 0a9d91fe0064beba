#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A file that only its owner may read.
///
/// The one place of this room that calls the operating system.
enum PrivateFile {
    /// The whole content; nil when there is no such file.
    ///
    /// Permissions are checked on the opened file, so that it cannot be exchanged in between.
    static func content(_ path: String) throws(PrivateFileProblem) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        if file < 0 {
            if errno == ENOENT { return nil }
            throw .cannotRead(why: reason())
        }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw .cannotRead(why: reason()) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile }
        guard status.st_mode & 0o077 == 0 else { throw .openToOthers(mode: Int(status.st_mode & 0o777)) }
        return try bytes(of: file)
    }

    /// Makes the file with mode 0600 and all of its content at once; leaves a file alone that is there already.
    ///
    /// A reader sees the whole file or none, also when several processes start together.
    static func create(_ path: String, _ content: [UInt8], nonce: String) throws(PrivateFileProblem) {
        let draft = "\(path).\(nonce)"
        let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .cannotCreate(why: reason()) }
        defer { unlink(draft) }
        do {
            try store(content, in: file)
        } catch {
            close(file)
            throw error
        }
        guard close(file) == 0 else { throw .cannotCreate(why: reason()) }
        // Unlike rename, link does not replace a file that another process made in the meantime.
        guard link(draft, path) == 0 || errno == EEXIST else { throw .cannotCreate(why: reason()) }
    }

    private static func bytes(of file: Int32) throws(PrivateFileProblem) -> [UInt8] {
        var content: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = retrying { read(file, &buffer, buffer.count) }
            if count < 0 { throw .cannotRead(why: reason()) }
            if count == 0 { return content }
            content.append(contentsOf: buffer.prefix(count))
        }
    }

    private static func store(_ content: [UInt8], in file: Int32) throws(PrivateFileProblem) {
        var rest = content[...]
        while !rest.isEmpty {
            let count = retrying { rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) } }
            guard count > 0 else { throw .cannotCreate(why: reason()) }
            rest = rest.dropFirst(count)
        }
        guard fsync(file) == 0 else { throw .cannotCreate(why: reason()) }
    }

    private static func retrying(_ call: () -> Int) -> Int {
        while true {
            let result = call()
            if result >= 0 || errno != EINTR { return result }
        }
    }

    private static func reason() -> String { String(cString: strerror(errno)) }
}

/// What is wrong with a private file.
package enum PrivateFileProblem: Error, Hashable, Sendable {
    case missing
    case cannotRead(why: String)
    case cannotCreate(why: String)
    case notAFile
    case openToOthers(mode: Int)

    func text(path: String) -> String {
        switch self {
        case .missing:
            "there is no such file. Check the path."
        case .cannotRead(let why):
            "it cannot be read: \(why). Check the path and its permissions."
        case .cannotCreate(let why):
            "it cannot be created: \(why). Check that the folder exists and that you may write there."
        case .notAFile:
            "it is no file. Check the path."
        case .openToOthers(let mode):
            "others than its owner may read or change it (mode \(String(mode, radix: 8))). Run 'chmod 600 \(path)'."
        }
    }
}
