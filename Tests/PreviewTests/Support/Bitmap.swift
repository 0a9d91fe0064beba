import Foundation

/// A PNG file as Debian's Python reads it, independently of the browser that wrote it.
struct Bitmap: Hashable {
    let width: Int
    let height: Int
    /// The number of pixels that are mostly red.
    let red: Int
    /// The mean of all samples, 0 to 255.
    let brightness: Int

    init(path: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = ["-c", Self.script, path]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let numbers = text.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
        guard numbers.count == 4 else { throw HTTPPeer.Failure(what: "\(path) is no PNG: \(text)") }
        (width, height, red, brightness) = (numbers[0], numbers[1], numbers[2], numbers[3])
    }

    private static let script = """
        import sys, struct, zlib
        data, at, packed = open(sys.argv[1], 'rb').read(), 8, b''
        while at < len(data):
            size, kind = struct.unpack('>I4s', data[at:at + 8])
            body = data[at + 8:at + 8 + size]
            if kind == b'IHDR': width, height, depth, color = struct.unpack('>IIBB', body[:10])
            if kind == b'IDAT': packed += body
            at += size + 12
        assert depth == 8
        n = {2: 3, 6: 4}[color]
        raw, before, rows = zlib.decompress(packed), bytearray(width * n), []
        for y in range(height):
            start = y * (width * n + 1)
            kind, row = raw[start], bytearray(raw[start + 1:start + 1 + width * n])
            for x in range(width * n):
                a, b, c = (row[x - n] if x >= n else 0), before[x], (before[x - n] if x >= n else 0)
                p = a + b - c
                near = min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]
                row[x] = (row[x] + (0, a, b, (a + b) // 2, near)[kind]) & 255
            rows.append(row)
            before = row
        red = sum(r[x] > 200 and r[x + 1] < 60 and r[x + 2] < 60 for r in rows for x in range(0, width * n, n))
        total = sum(r[x] + r[x + 1] + r[x + 2] for r in rows for x in range(0, width * n, n))
        print(width, height, red, total // (3 * width * height))
        """
}
