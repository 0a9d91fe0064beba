/// Readers of what the encoders write, straight from the RFCs and sharing no code with them.
enum Decoder {
    /// RFC 2045 §6.7, strict: anything that is not quoted-printable makes nil.
    static func quotedPrintable(_ bytes: [UInt8]) -> [UInt8]? {
        var output: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] != 0x3D {
                output.append(bytes[index])
                index += 1
                continue
            }
            guard index + 2 < bytes.count else { return nil }
            if bytes[index + 1] != 0x0D {
                let digits = String(decoding: bytes[index + 1...index + 2], as: UTF8.self)
                guard let byte = UInt8(digits, radix: 16), digits == digits.uppercased() else { return nil }
                output.append(byte)
            } else if bytes[index + 2] != 0x0A {
                return nil
            }
            index += 3
        }
        return output
    }

    /// The text's bytes with every line end written as CRLF.
    static func canonicalLines(_ text: String) -> [UInt8] {
        var output: [UInt8] = []
        var previous: UInt8 = 0
        for byte in text.utf8 {
            if byte == 0x0A, previous == 0x0D {
                previous = byte
                continue
            }
            output += byte == 0x0A || byte == 0x0D ? [0x0D, 0x0A] : [byte]
            previous = byte
        }
        return output
    }

    /// The text of a field's value made of nothing but encoded words, as RFC 2047 §6.2 shows it.
    static func encodedWords(_ words: [String]) -> String? {
        var bytes: [UInt8] = []
        for word in words {
            guard word.utf8.count <= 75, let decoded = encodedWord(word) else { return nil }
            // Every word alone is whole characters.
            guard String(validating: decoded, as: UTF8.self) != nil else { return nil }
            bytes += decoded
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func encodedWord(_ word: String) -> [UInt8]? {
        let parts = word.split(separator: "?", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 5, parts[0] == "=", parts[1] == "utf-8", parts[4] == "=" else { return nil }
        switch parts[2] {
        case "Q": return quotedPrintable(Array(parts[3].utf8.map { $0 == 0x5F ? 0x20 : $0 }))
        case "B": return base64(parts[3])
        default: return nil
        }
    }

    /// RFC 4648 §4 with padding and without line ends.
    static func base64(_ text: String) -> [UInt8]? {
        guard text.utf8.count % 4 == 0 else { return nil }
        var output: [UInt8] = []
        var bits: UInt32 = 0
        var count: UInt32 = 0
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        for character in text.prefix(while: { $0 != "=" }) {
            guard let digit = alphabet.firstIndex(of: character) else { return nil }
            bits = bits << 6 | UInt32(digit)
            count += 6
            if count >= 8 {
                count -= 8
                output.append(UInt8(truncatingIfNeeded: bits >> count))
                bits &= (1 << count) - 1
            }
        }
        return output
    }
}
