/// Where a block's lines stand: how wide they may be and how deep in lists and quotes they are.
struct Frame: Hashable, Sendable {
    private(set) var indentation = 0
    private(set) var listDepth = 0

    /// Deeper nesting is not shown by more indentation, so that words always have room.
    private static let maximumIndentation = 40

    var width: Int { TextWriter.width - indentation }
    var maximumWidth: Int { TextWriter.maximumWidth - indentation }

    /// The frame of what hangs behind a marker of `columns`.
    func indented(by columns: Int, isList: Bool = false) -> Frame {
        var frame = self
        if hasRoom { frame.indentation += columns }
        if isList { frame.listDepth += 1 }
        return frame
    }

    /// `lines` behind `marker`, the second and later ones below the first.
    func hanging(_ lines: [String], marker: String) -> [String] {
        guard hasRoom else { return lines }
        let indent = String(repeating: " ", count: marker.displayWidth)
        return lines.enumerated().map { index, line in (index == 0 ? marker : line.isEmpty ? "" : indent) + line }
    }

    /// `prefix` before every line.
    func prefixed(_ lines: [String], with prefix: String) -> [String] {
        hasRoom ? lines.map { prefix + $0 } : lines
    }

    private var hasRoom: Bool { indentation < Self.maximumIndentation }
}
