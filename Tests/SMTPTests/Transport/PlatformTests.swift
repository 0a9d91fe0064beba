import Testing

@testable import SMTP

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite struct PlatformTests {
    private static func write(_ texts: [String], to descriptor: Int32) -> Result<Int, Platform.Failure> {
        let memory = texts.map { text in
            let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: text.utf8.count, alignment: 1)
            copy.copyBytes(from: text.utf8)
            return copy
        }
        defer { for copy in memory { copy.deallocate() } }
        return memory.map(UnsafeRawBufferPointer.init).withUnsafeBufferPointer { Platform.write($0, to: descriptor) }
    }

    /// Of a pipe that does not block.
    private static func withPipe(_ body: (_ reading: Int32, _ writing: Int32) -> Void) throws {
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        for end in ends { _ = fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK) }
        body(ends[0], ends[1])
        close(ends[1])
    }

    private static func read(_ descriptor: Int32, _ bytes: inout [UInt8]) -> Int {
        #if canImport(Glibc)
            Glibc.read(descriptor, &bytes, bytes.count)
        #else
            Darwin.read(descriptor, &bytes, bytes.count)
        #endif
    }

    @Test func piecesAreWrittenInTheirOrder() throws {
        try Self.withPipe { reading, writing in
            #expect(Self.write(["MAIL FROM", ":<", "ann@example.org>"], to: writing) == .success(27))
            var read = [UInt8](repeating: 0, count: 100)
            let count = Self.read(reading, &read)
            #expect(String(decoding: read[..<max(count, 0)], as: UTF8.self) == "MAIL FROM:<ann@example.org>")
            close(reading)
        }
    }

    @Test func whatDoesNotFitIsLeftForLater() throws {
        try Self.withPipe { reading, writing in
            let half = String(repeating: "x", count: 1 << 20)
            guard case .success(let count) = Self.write([half, half], to: writing) else {
                Issue.record("nothing was written")
                return
            }
            #expect(count > 0 && count < 2 << 20)
            guard case .failure(let failure) = Self.write([half], to: writing) else {
                Issue.record("a full pipe took more")
                return
            }
            #expect(failure.isTemporary)
            close(reading)
        }
    }

    @Test func aClosedOtherEndIsAFailureInWords() throws {
        Platform.ignoreBrokenPipes()
        try Self.withPipe { reading, writing in
            close(reading)
            let failure = Platform.Failure(code: EPIPE)
            #expect(Self.write(["QUIT"], to: writing) == .failure(failure))
            #expect(!failure.isTemporary)
            #expect(failure.text == "Broken pipe")
        }
    }
}
