/// One command line: a verb and what follows it (RFC 5321 §4.1.1).
struct Command: Hashable {
    /// Why a line cannot be a command.
    enum Flaw: Error, Hashable {
        case noCRLF
        case notUTF8
        case controlCharacter
    }

    /// The whole line without its end.
    let line: String
    /// In capitals.
    let verb: String
    /// Without the space in front of it and trailing spaces (RFC 5321 §4.1.1 allows those).
    let argument: String

    /// Reads a line that ends in LF.
    init(line: ArraySlice<UInt8>) throws(Flaw) {
        guard line.suffix(2).elementsEqual([0x0D, 0x0A]) else { throw .noCRLF }
        let content = line.dropLast(2)
        guard let text = String(validating: content, as: UTF8.self) else { throw .notUTF8 }
        guard text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else { throw .controlCharacter }
        self.line = text
        let parts = text.split(separator: " ", maxSplits: 1)
        verb = parts.first?.uppercased() ?? ""
        let rest = parts.count == 2 ? parts[1] : ""
        argument = String(rest.lastIndex { $0 != " " }.map { rest[...$0] } ?? "")
    }
}
