/// A message or a part of one as plain values: type, fields, text, parts.
struct MIMEPart: Sendable {
    /// `text/plain`, lowercase.
    var type = "text/plain"
    /// `report-type` of a multipart/report, lowercase.
    var reportType: String?
    /// The fields of a message, or of a part.
    var fields: [Field] = []
    /// The decoded text of a leaf that is text or a report; else empty.
    var text = ""
    /// Of a message whose structure is beyond what is read: in which way. Its text is all that stands behind its fields.
    var unreadable: String?
    /// The parts of a multipart; the message in a message/rfc822.
    var children: [MIMEPart] = []

    /// `Message`, `message/rfc822`, `message/global`: what came back, not what is said about it.
    var isEnclosedMessage: Bool { ["message/rfc822", "message/global"].contains(type) }

    /// Every leaf of the report itself, in order; what it encloses is left out.
    var ownLeaves: [MIMEPart] {
        if isEnclosedMessage { return [] }
        return children.isEmpty ? [self] : children.flatMap(\.ownLeaves)
    }

    /// The first message that the report encloses.
    var enclosedMessage: MIMEPart? {
        if isEnclosedMessage { return children.first }
        return children.lazy.compactMap(\.enclosedMessage).first
    }
}

/// A header field, or a field of a report: unfolded, decoded.
struct Field: Sendable {
    /// Lowercase.
    let name: String
    let value: String
}

extension [Field] {
    func first(_ name: String) -> String? { first { $0.name == name }?.value }

    func all(_ names: [String]) -> [String] { filter { names.contains($0.name) }.map(\.value) }
}
