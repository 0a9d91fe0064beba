import Foundation
import Mail

/// The body of a POST to an unsubscribe link.
///
/// RFC 8058 §3.2 has mailbox providers send `List-Unsubscribe=One-Click` in either form encoding; the
/// button on our page sends an empty form. Which of the two it was is only worth a note: whoever posts
/// with a valid token is unsubscribed.
enum OneClickForm {
    private static let field = "list-unsubscribe"
    private static let value = "one-click"

    /// Whether the body says `List-Unsubscribe=One-Click`; a body that cannot be read does not.
    static func isOneClick(_ body: String, contentType: String?) -> Bool {
        let type = (contentType ?? "").split(atASCII: ";", maxSplits: 1).first ?? ""
        guard normal(String(type)) == "multipart/form-data" else {
            return body.split(atASCII: "&").contains(where: saysOneClick(pair:))
        }
        guard let boundary = boundary(of: contentType ?? "") else { return false }
        return parts(of: body, boundary: boundary).contains(where: saysOneClick(part:))
    }

    private static func saysOneClick(pair: Substring) -> Bool {
        let sides = pair.split(atASCII: "=", maxSplits: 1)
        return sides.map { normal($0.removingPercentEncoding ?? String($0)) } == [field, value]
    }

    /// One part of a multipart body: header lines, an empty line, the value.
    private static func saysOneClick(part: String) -> Bool {
        guard let gap = part.rangeOfBytes("\n\n") else { return false }
        let header = part[..<gap.lowerBound].asciiLowercased
        let isOurField = header.containsBytes("name=\"\(field)\"") || header.containsBytes("name=\(field)")
        return isOurField && normal(String(part[gap.upperBound...])) == value
    }

    private static func normal(_ text: String) -> String {
        text.trimmingCharacters(in: .whitespacesAndNewlines).lowercased()
    }

    private static func parts(of body: String, boundary: String) -> [String] {
        body.replacingBytes("\r\n", with: "\n").components(separatedBy: "--\(boundary)").dropFirst().map {
            // The line break behind the boundary is not part of the header.
            $0.hasBytes(prefix: "\n") ? String($0.dropFirst()) : $0
        }
    }

    private static func boundary(of contentType: String) -> String? {
        for parameter in contentType.split(atASCII: ";").dropFirst() {
            let sides = parameter.split(atASCII: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            guard sides.count == 2, sides[0].asciiLowercased == "boundary" else { continue }
            let value = sides[1].trimmingCharacters(in: CharacterSet(charactersIn: "\""))
            return value.isEmpty ? nil : value
        }
        return nil
    }
}
