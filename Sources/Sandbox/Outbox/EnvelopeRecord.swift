/// A line of `envelopes.jsonl`: what the client said about a message outside of its bytes.
///
///     {"file":"000001-a@example.org.eml","mail_from":"n@example.org","rcpt_to":["a@example.org"],
///      "bytes":1234,"tls":true,"auth":null,"session":1}
struct EnvelopeRecord {
    let file: String
    let message: ReceivedMessage

    /// One JSON object with its line feed.
    var line: String {
        let recipients = message.rcptTo.map(\.jsonText).joined(separator: ",")
        let auth = message.user?.jsonText ?? "null"
        return "{\"file\":\(file.jsonText),\"mail_from\":\(message.mailFrom.jsonText),\"rcpt_to\":[\(recipients)],"
            + "\"bytes\":\(message.bytes.count),\"tls\":\(message.isTLS),\"auth\":\(auth),"
            + "\"session\":\(message.session)}\n"
    }
}

extension String {
    /// The text as a JSON string (RFC 8259 §7).
    fileprivate var jsonText: String {
        let escaped = unicodeScalars.map { scalar -> String in
            switch scalar {
            case "\"": return "\\\""
            case "\\": return "\\\\"
            case _ where scalar.value < 0x20:
                let hex = String(scalar.value, radix: 16)
                return "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: return String(scalar)
            }
        }
        return "\"" + escaped.joined() + "\""
    }
}
