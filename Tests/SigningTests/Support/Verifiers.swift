import Foundation

@testable import Signing

/// Two implementations of DKIM that are not ours, asked without any network.
enum Verifiers {
    static let python = "/usr/bin/python3"
    static let openDKIM = "/usr/sbin/opendkim"

    static let hasDKIMPy = (try? run(python, ["-c", "import dkim, nacl"]))?.status == 0
    static let hasOpenDKIM = FileManager.default.isExecutableFile(atPath: openDKIM)

    /// For each message the verdict on each of its signatures, from the top, by dkimpy.
    static func dkimpy(_ messages: [[UInt8]], _ records: [DKIMRecord]) throws -> [[Bool]] {
        try withTemporaryFolder { folder in
            let paths = try write(messages, to: folder)
            let published = Dictionary(uniqueKeysWithValues: records.map { ($0.name, $0.value) })
            try JSONEncoder().encode(published).write(to: URL(fileURLWithPath: folder + "/records.json"))
            let result = try run(python, ["-c", script, folder + "/records.json"] + paths)
            return try JSONDecoder().decode([[Bool]].self, from: Data(result.output.utf8))
        }
    }

    /// For each message how many of its signatures pass, by OpenDKIM.
    static func openDKIM(_ messages: [[UInt8]], _ records: [DKIMRecord]) throws -> [Int] {
        try withTemporaryFolder { folder in
            let paths = try write(messages, to: folder)
            try Data(records.map { "\($0.name) \($0.value)\n" }.joined().utf8)
                .write(to: URL(fileURLWithPath: folder + "/keys"))
            try Data("Mode v\nTestPublicKeys \(folder)/keys\nSyslog no\n".utf8)
                .write(to: URL(fileURLWithPath: folder + "/conf"))
            return try paths.map { path in
                let result = try run(openDKIM, ["-f", "-vv", "-x", folder + "/conf", "-t", path])
                return result.output.components(separatedBy: "dkim=pass").count - 1
            }
        }
    }

    private static let script = """
        import dkim, json, sys
        records = json.load(open(sys.argv[1]))
        def txt(name, timeout=5):
            return records.get(name.decode().rstrip("."), "").encode() or None
        def verdict(raw, index):
            try:
                return bool(dkim.DKIM(raw).verify(idx=index, dnsfunc=txt))
            except dkim.DKIMException:
                return False
        verdicts = []
        for path in sys.argv[2:]:
            raw = open(path, "rb").read()
            count = sum(1 for name, _ in dkim.DKIM(raw).headers if name.lower() == b"dkim-signature")
            verdicts.append([verdict(raw, index) for index in range(count)])
        print(json.dumps(verdicts))
        """

    private static func write(_ messages: [[UInt8]], to folder: String) throws -> [String] {
        try messages.enumerated().map { index, message in
            let path = "\(folder)/\(index).eml"
            try Data(message).write(to: URL(fileURLWithPath: path))
            return path
        }
    }

    private static func run(_ program: String, _ arguments: [String]) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }
}
