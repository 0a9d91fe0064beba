/// How readers get an image.
package enum ImageMode: String, CaseIterable, Hashable, Sendable {
    /// Loaded from the web when the message is read.
    case remote
    /// Part of the message, shown in its place (`cid:`, RFC 2392).
    case embed
    /// Part of the message, beside the text like any attached file.
    case attach
}

/// What is said of all of an issue's images.
package struct ImageSettings: Hashable, Sendable {
    /// Where the folder of the file can be reached from the web; nil if nowhere.
    package var baseURL: String?
    /// The largest image file that is taken, in bytes.
    package var maximumSize = 1_000_000
    /// Of all the files that become part of one message: each of them is sent to every reader.
    package var maximumTotalSize = 3_000_000

    /// Whether the issue is only looked at: what is wrong with an image is noted, and does not stop anything.
    package var isForPreview = false

    package init() {}
}
