import Foundation
import Testing

@testable import Signing

@Suite("The key file")
struct KeyRingFileTests {
    @Test("A missing file is made with mode 0600 and read again the next time")
    func created() throws {
        try withTemporaryFolder { folder in
            let path = folder + "/mailer.keys"
            let ring = try KeyRing.loadOrCreate(path: path)
            #expect(try permissions(of: path) == 0o600)
            #expect(try KeyRing.loadOrCreate(path: path).keys[0].secret == ring.keys[0].secret)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["mailer.keys"])
        }
    }

    @Test("Whoever starts at the same time gets the same key")
    func race() async throws {
        let path = NSTemporaryDirectory() + "/mailer-race-\(UUID().uuidString).keys"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let secrets = try await withThrowingTaskGroup(of: [UInt8].self) { group in
            for _ in 0..<16 { group.addTask { try KeyRing.loadOrCreate(path: path).keys[0].secret } }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(secrets.count == 1)
    }

    @Test("A file that others may read is refused", arguments: [0o640, 0o604, 0o620, 0o660])
    func openToOthers(mode: Int) throws {
        try withTemporaryFolder { folder in
            let path = folder + "/mailer.keys"
            _ = try KeyRing.loadOrCreate(path: path)
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
            let error = #expect(throws: KeyRingError.self) { try KeyRing.loadOrCreate(path: path) }
            let modeText = String(mode, radix: 8)
            #expect(
                error?.description
                    == "\(path): others than its owner may read or change it (mode \(modeText)). Run 'chmod 600 \(path)'."
            )
        }
    }

    @Test("A file that has to be there and is not is an error, and is not made")
    func missing() throws {
        try withTemporaryFolder { folder in
            let error = #expect(throws: KeyRingError.self) { try KeyRing.load(path: folder + "/none") }
            #expect(error?.description == "\(folder)/none: there is no such file. Check the path.")
            let left = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(left.isEmpty)
        }
    }

    @Test("A folder in the file's place, and a place where nothing can be made, are errors")
    func unusablePlaces() throws {
        try withTemporaryFolder { folder in
            #expect(throws: KeyRingError(source: folder, problem: .file(.notAFile))) {
                try KeyRing.loadOrCreate(path: folder)
            }
            let error = #expect(throws: KeyRingError.self) { try KeyRing.loadOrCreate(path: folder + "/no/such/k") }
            #expect(error?.description.contains("it cannot be created: No such file or directory. Check that") == true)
        }
    }

    @Test(
        "A damaged file is an error and is left as it is",
        arguments: [[0xFF, 0xFE], [], Array("k1 zz".utf8)] as [[UInt8]])
    func damaged(content: [UInt8]) throws {
        try withTemporaryFolder { folder in
            let path = folder + "/mailer.keys"
            let mode: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
            try #require(FileManager.default.createFile(atPath: path, contents: Data(content), attributes: mode))
            #expect(throws: KeyRingError.self) { try KeyRing.loadOrCreate(path: path) }
            #expect(FileManager.default.contents(atPath: path) == Data(content))
        }
    }

    private func permissions(of path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }
}
