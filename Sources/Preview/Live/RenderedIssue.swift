import Mail
import Rendering

/// An issue as one reader would get it now, with what its editor wants to know about it.
package struct RenderedIssue: Sendable {
    package let reader: PreviewReader
    package let subject: String
    /// What mail programs show behind the subject.
    package let preheader: String?
    package let from: String
    /// The HTML and the text part before transfer encoding.
    package let html: String
    package let text: String
    /// The whole message as it would be sent.
    package let message: [UInt8]
    /// In bytes, in transfer encoding.
    package let encodedHTMLSize: Int
    package let findings: [Finding]
    /// Local files that the issue shows; a change of one renders it anew.
    package var images: [String] = []

    package init(
        reader: PreviewReader, subject: String, preheader: String?, from: String, parts: (html: String, text: String),
        message: [UInt8], encodedHTMLSize: Int, findings: [Finding]
    ) {
        self.reader = reader
        self.subject = subject
        self.preheader = preheader
        self.from = from
        self.html = parts.html
        self.text = parts.text
        self.message = message
        self.encodedHTMLSize = encodedHTMLSize
        self.findings = findings
    }
}

/// Whose message is shown.
package struct PreviewReader: Hashable, Sendable, Encodable {
    package let address: String
    package let name: String?
    /// Somebody invented, who stands for all.
    package let isSample: Bool

    package init(address: String, name: String?, isSample: Bool = false) {
        self.address = address
        self.name = name
        self.isSample = isSample
    }
}

/// Where the preview gets everything from; put together by the command line. All calls may block.
package struct PreviewSource: Sendable {
    /// The issue's file as the user named it.
    package let file: String
    /// Files, and folders with all that is in them, that renderings depend on besides.
    package let watched: [String]
    /// Reads everything anew and renders it for the reader of that address; for nil, for whom the source chooses.
    package let render: @Sendable (_ address: String?) throws -> RenderedIssue
    /// A few readers whose address or name has that text in it.
    package let readers: @Sendable (_ text: String) throws -> [PreviewReader]

    package init(
        file: String, watched: [String], render: @escaping @Sendable (String?) throws -> RenderedIssue,
        readers: @escaping @Sendable (String) throws -> [PreviewReader]
    ) {
        self.file = file
        self.watched = watched
        self.render = render
        self.readers = readers
    }
}
