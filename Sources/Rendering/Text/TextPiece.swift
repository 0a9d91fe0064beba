/// Running text on its way to lines.
enum TextPiece: Hashable, Sendable {
    /// Words; spaces and line ends between them are places to break.
    case text(String)
    /// Belongs to the word before it, spaces and all: ` [1]`.
    case attached(String)
    /// Never broken, however long.
    case url(String)
    case lineBreak
}
