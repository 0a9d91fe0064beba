#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The few calls of the system that the log needs, with errors as values.
enum LogFileCalls {
    /// What a file is, whatever its name: two names with one identity are one file.
    struct Identity: Equatable {
        let device: UInt64
        let inode: UInt64
    }

    /// The system's word on why a call failed.
    struct Failure: Error, Equatable, CustomStringConvertible {
        let code: Int32
        var description: String { String(cString: strerror(code)) }
    }

    static let standardError: Int32 = 2

    /// Opens for appending, creating the file for owner and group only: it holds addresses.
    static func openForAppending(_ path: String) throws(Failure) -> Int32 {
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw Failure(code: errno) }
        return descriptor
    }

    static func identity(of path: String) -> Identity? {
        var status = stat()
        return stat(path, &status) == 0 ? Identity(status) : nil
    }

    static func identity(of descriptor: Int32) -> Identity? {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? Identity(status) : nil
    }

    /// One write(2), repeated for what it left over. Answers how many bytes went out, and why not all.
    static func write(_ bytes: some Collection<UInt8>, to descriptor: Int32) -> (written: Int, failure: Failure?) {
        let result = bytes.withContiguousStorageIfAvailable { writeAll(UnsafeRawBufferPointer($0), to: descriptor) }
        return result ?? Array(bytes).withUnsafeBytes { writeAll($0, to: descriptor) }
    }

    private static func writeAll(
        _ bytes: UnsafeRawBufferPointer, to descriptor: Int32
    ) -> (written: Int, failure: Failure?) {
        var written = 0
        while written < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
            #if canImport(Glibc)
                let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
            #else
                let count = Darwin.write(descriptor, rest.baseAddress, rest.count)
            #endif
            if count > 0 {
                written += count
            } else if count == 0 || errno != EINTR {
                return (written, Failure(code: count == 0 ? EIO : errno))
            }
        }
        return (written, nil)
    }

    static func closeFile(_ descriptor: Int32) { close(descriptor) }
}

extension LogFileCalls.Identity {
    fileprivate init(_ status: stat) {
        self.init(device: UInt64(truncatingIfNeeded: status.st_dev), inode: UInt64(status.st_ino))
    }
}
