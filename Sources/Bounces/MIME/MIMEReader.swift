import CGMime

/// Reads bytes into `MIMEPart`s with GMime; the one file that sees its pointers.
///
/// Whatever the bytes are, something is returned. A message over `byteLimit` is cut: what a report has
/// to say stands at its start, what it returns at its end.
enum MIMEReader {
    static let byteLimit = 1_048_576
    /// Of each leaf's text.
    static let textLimit = 65_536
    /// Multiparts and messages in one another.
    static let depthLimit = 12
    /// GMime descends by recursion; more opened boundaries than this and the structure is not read.
    static let boundaryLimit = 200

    private static let start: Void = g_mime_init()

    static func read(_ raw: [UInt8]) -> MIMEPart {
        _ = start
        let bytes = RawMessage.normalised(raw)
        if let excess = MIMEBounds.excess(in: bytes) {
            var part = RawMessage.flat(bytes)
            part.unreadable = excess
            return part
        }
        let parser = bytes.withUnsafeBytes { buffer in
            mailer_gmime_parser(buffer.baseAddress?.assumingMemoryBound(to: CChar.self), buffer.count)
        }
        guard let parser else { return RawMessage.flat(bytes) }
        defer { mailer_gmime_release(parser) }
        guard let message = g_mime_parser_construct_message(parser, nil) else { return RawMessage.flat(bytes) }
        defer { mailer_gmime_release(message) }
        var root = part(message, depth: 0)
        // A multipart whose boundary never comes has no parts: what it says is its raw text.
        if root.ownLeaves.allSatisfy(\.text.isBlank), root.enclosedMessage == nil {
            root.children = []
            root.text = RawMessage.body(bytes)
        }
        return root
    }

    private static func part(_ message: UnsafeMutablePointer<GMimeMessage>, depth: Int) -> MIMEPart {
        let messageFields = fields(mailer_gmime_message_as_object(message))
        guard let content = g_mime_message_get_mime_part(message) else { return MIMEPart(fields: messageFields) }
        var part = part(content, depth: depth)
        part.fields = messageFields + part.fields.filter { $0.name.hasPrefix("content-") }
        return part
    }

    private static func part(_ object: UnsafeMutablePointer<GMimeObject>, depth: Int) -> MIMEPart {
        var result = MIMEPart()
        if let type = g_mime_object_get_content_type(object) {
            if let name = g_mime_content_type_get_mime_type(type) {
                result.type = String(cString: name).lowercased()
                g_free(name)
            }
            result.reportType = g_mime_content_type_get_parameter(type, "report-type").map {
                String(cString: $0).lowercased()
            }
        }
        result.fields = fields(object)
        guard depth < depthLimit else { return result }
        if let multipart = mailer_gmime_as_multipart(object) {
            let count = min(g_mime_multipart_get_count(multipart), Int32(boundaryLimit))
            result.children = (0..<max(count, 0)).compactMap { index in
                g_mime_multipart_get_part(multipart, index).map { part($0, depth: depth + 1) }
            }
        } else if let enclosing = mailer_gmime_as_message_part(object) {
            result.children = g_mime_message_part_get_message(enclosing).map { [part($0, depth: depth + 1)] } ?? []
        } else if let leaf = mailer_gmime_as_part(object),
            result.type.hasPrefix("text/") || result.type.hasPrefix("message/")
        {
            result.text = text(leaf)
        }
        return result
    }

    private static func fields(_ object: UnsafeMutablePointer<GMimeObject>?) -> [Field] {
        guard let list = g_mime_object_get_header_list(object) else { return [] }
        return (0..<max(g_mime_header_list_get_count(list), 0)).compactMap { index in
            guard let header = g_mime_header_list_get_header_at(list, index),
                let name = g_mime_header_get_name(header), let value = g_mime_header_get_value(header)
            else { return nil }
            return Field(name: String(cString: name).lowercased(), value: String(cString: value))
        }
    }

    private static func text(_ part: UnsafeMutablePointer<GMimePart>) -> String {
        if let text = mailer_gmime_text(part) {
            defer { g_free(text) }
            return String(cString: text).prefix(utf8Count: textLimit)
        }
        guard let content = mailer_gmime_content(part) else { return "" }
        defer { g_byte_array_unref(content) }
        let bytes = UnsafeBufferPointer(start: content.pointee.data, count: Int(content.pointee.len))
        return String(decoding: bytes.prefix(textLimit), as: UTF8.self)
    }
}
