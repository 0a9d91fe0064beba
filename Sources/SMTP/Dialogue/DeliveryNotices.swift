import Mail

/// Which reports about a message the servers behind the relay are asked for, where the relay offers DSN (RFC 3461).
///
///     MAIL FROM:<…> RET=HDRS ENVID=hhh3pjfhcvut
///     RCPT TO:<…> NOTIFY=FAILURE ORCPT=rfc822;ann@example.net
package enum DeliveryNotices: String, Hashable, Sendable, CaseIterable {
    /// Nothing is said, and each server does what it likes.
    case unspecified
    /// Only that a message could not be delivered.
    case failure
    /// Also that it has not been delivered yet.
    case failureAndDelay

    /// Adds the parameters; of the message, a report shall bring back only the header.
    func append(for envelope: Envelope, toMail mail: inout [UInt8], toRcpt rcpt: inout [UInt8]) {
        switch self {
        case .unspecified: return
        case .failure: rcpt.append(contentsOf: " NOTIFY=FAILURE".utf8)
        case .failureAndDelay: rcpt.append(contentsOf: " NOTIFY=FAILURE,DELAY".utf8)
        }
        mail.append(contentsOf: " RET=HDRS".utf8)
        if let id = envelope.id, !id.isEmpty {
            mail.append(contentsOf: " ENVID=".utf8)
            Self.appendXtext(id, to: &mail)
        }
        let address = envelope.recipient
        if address.hasASCIILocalPart {
            rcpt.append(contentsOf: " ORCPT=rfc822;".utf8)
            Self.appendXtext(address.wireForm, to: &rcpt)
        } else {
            rcpt.append(contentsOf: " ORCPT=utf-8;".utf8)
            Self.appendUnicodeXtext(address.description, to: &rcpt)
        }
    }

    /// `xtext` of RFC 3461 §4: visible ASCII but `+` and `=`, all else as `+` and two hexadecimal digits.
    private static func appendXtext(_ text: String, to output: inout [UInt8]) {
        for byte in text.utf8 {
            if (0x21...0x7E).contains(byte), byte != UInt8(ascii: "+"), byte != Byte.equals {
                output.append(byte)
            } else {
                output += [UInt8(ascii: "+"), Byte.hexadecimal(byte >> 4), Byte.hexadecimal(byte & 15)]
            }
        }
    }

    /// `utf-8-addr-xtext` of RFC 6533 §3, which every server on the way can carry: `j\x{FC}rgen@example.net`.
    private static func appendUnicodeXtext(_ text: String, to output: inout [UInt8]) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "+", "=", "\\": break
            case "\u{21}"..."\u{7E}":
                output.append(UInt8(scalar.value))
                continue
            default: break
            }
            output.append(contentsOf: "\\x{\(String(scalar.value, radix: 16, uppercase: true))}".utf8)
        }
    }
}
