/// Where a block's lines stand: how wide they may be and how deep in lists and quotes they are.
struct Frame: Hashable, Sendable {
    private(set) var indentation = 0
    private(set) var listDepth = 0
    /// Whether paragraphs may flow (see `FlowedText`): not where something stands to their left.
    private(set) var flows = true

    /// Deeper nesting is not shown by more indentation, so that words always have room.
    private static let maximumIndentation = 40

    var width: Int { TextWriter.width - indentation }

    /// The frame of what hangs behind a marker of `columns`.
    func indented(by columns: Int, isList: Bool = false) -> Frame {
        var frame = self
        if hasRoom { frame.indentation += columns }
        if isList { frame.listDepth += 1 }
        frame.flows = false
        return frame
    }

    /// The frame inside a quote.
    var quoted: Frame {
        var frame = indented(by: 2)
        frame.flows = flows
        return frame
    }

    /// The lines of a block in a quote. Marks of nested quotes touch each other (RFC 3676 §4.5): `>> `.
    func quoting(_ lines: [String], isQuote: Bool) -> [String] {
        guard hasRoom else { return lines }
        return lines.map { line in isQuote && quoted.hasRoom || line.isEmpty ? ">" + line : "> " + line }
    }

    /// `lines` behind `marker`, the second and later ones below the first.
    func hanging(_ lines: [String], marker: String) -> [String] {
        guard hasRoom else { return lines }
        let indent = String(repeating: " ", count: marker.displayWidth)
        return lines.enumerated().map { index, line in
            index == 0 ? (marker + line).trimmingTrailingSpaces : line.isEmpty ? "" : indent + line
        }
    }

    /// `prefix` before every line.
    func prefixed(_ lines: [String], with prefix: String) -> [String] {
        hasRoom ? lines.map { (prefix + $0).trimmingTrailingSpaces } : lines
    }

    private var hasRoom: Bool { indentation < Self.maximumIndentation }
}
