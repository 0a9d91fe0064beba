/// A message that the server has taken and kept.
package struct StoredMessage: Hashable, Sendable {
    /// Counted from 1 in the order of arrival; a directory that has messages already goes on from there.
    package let number: Int
    /// The file's name in the outbox directory; nil if no files are kept.
    package let file: String?
    package let message: ReceivedMessage
}
