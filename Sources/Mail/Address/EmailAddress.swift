/// A mailbox address, `local-part@domain` (RFC 5321 §4.1.2, RFC 6531 §3.3 for non-ASCII).
///
/// An instance is safe to put into a header field or an SMTP command: it holds no control character,
/// no space and no angle bracket, and fits the size limits of RFC 5321 §4.5.3.1 (64 and 255 octets).
/// Quoted local parts (`"ann lee"@example.org`) and address literals are refused, though they are valid: RFC 5321 §4.1.2
/// asks hosts that want mail to have no such mailboxes, and no newsletter is read there.
package struct EmailAddress: Hashable, Sendable, CustomStringConvertible {
    /// Everything before the last `@`, as written.
    package let localPart: String
    /// Everything after the last `@`, lowercased.
    package let domain: String

    /// Reads an address; surrounding white space is not tolerated (see `trimmingInvisible`), and no character within may
    /// be invisible: two addresses that look the same would be two readers.
    package init(_ text: String) throws(AddressError) {
        if text.hasControls { throw AddressError(text: text, problem: .controlCharacter) }
        if text.hasInvisibleLetters { throw AddressError(text: text, problem: .invisibleCharacter) }
        // Bytes, not Characters: finding the borders of those costs more than all the rest.
        let sign = text.withBytes { $0.lastIndex(of: UInt8(ascii: "@")) }
        guard let sign else { throw AddressError(text: text, problem: .noAtSign) }
        let at = text.utf8.index(text.startIndex, offsetBy: sign)
        let local = text[..<at]
        let domain = text[text.utf8.index(after: at)...].lowercased()
        if let problem = Self.problem(local: local) ?? Self.problem(domain: domain) {
            throw AddressError(text: text, problem: problem)
        }
        self.localPart = String(local)
        self.domain = domain
    }

    /// Another mailbox of the same domain.
    package init(localPart: String, besides other: EmailAddress) throws(AddressError) {
        let problem =
            localPart.hasControls || localPart.hasInvisibleLetters
            ? .controlCharacter : Self.problem(local: localPart[...])
        if let problem { throw AddressError(text: "\(localPart)@\(other.domain)", problem: problem) }
        self.init(localPart: localPart, domain: other.domain)
    }

    /// Stands in until somebody configures an address; good for the sandbox only.
    package static let placeholder = EmailAddress(localPart: "newsletter", domain: "localhost.localdomain")

    private init(localPart: String, domain: String) {
        self.localPart = localPart
        self.domain = domain
    }

    package var description: String { "\(localPart)@\(domain)" }

    /// The form in which two spellings of one mailbox compare equal: all lowercase, the domain in A-labels.
    ///
    /// RFC 5321 §2.4 lets a host tell `A@x` from `a@x`; no host that people use does, and a reader who
    /// unsubscribed as `a@x` must not get mail as `A@x`.
    package var key: String { isASCII ? description.lowercased() : internationalKey }

    /// Whether it needs neither SMTPUTF8 nor IDNA.
    package var isASCII: Bool { hasASCIILocalPart && hasASCIIDomain }
    /// Without it, the address can be written to only over servers that know SMTPUTF8 (RFC 6531).
    package var hasASCIILocalPart: Bool { localPart.isASCII }
    /// Without it, the domain goes on the wire in A-labels (`asciiDomain`).
    package var hasASCIIDomain: Bool { domain.isASCII }

    private static func problem(local: Substring) -> AddressError.Problem? {
        if local.isEmpty { return .emptyLocalPart }
        if local.utf8.count > 64 { return .tooLong }
        let quote = UInt8(ascii: "\"")
        if local.utf8.count > 1, local.utf8.first == quote, local.utf8.last == quote { return .quotedLocalPart }
        if !local.withBytes(\.hasDotsBetweenAtoms) { return .misplacedDot }
        if local.withBytes({ $0.allSatisfy { $0 == Byte.dot || Byte.isAtomText($0) } }) { return nil }
        return local.unicodeScalars.allSatisfy(isAtomText) ? nil : .forbiddenCharacter
    }

    private static func problem(domain: String) -> AddressError.Problem? {
        if domain.isEmpty { return .emptyDomain }
        if domain.utf8.count > 255 { return .tooLong }
        if !domain.isASCII {
            if !domain.unicodeScalars.allSatisfy(InternationalDomain.isDomainText) { return .malformedDomain }
            return InternationalDomain.ascii(domain) == nil ? .unencodableDomain : nil
        }
        return domain.withBytes(InternationalDomain.areLabels) ? nil : .malformedDomain
    }

    /// `atext` of RFC 5322 §3.2.3, dots, and any non-ASCII letter (RFC 6531 §3.3).
    private static func isAtomText(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value >= 0x80 { return !scalar.properties.isWhitespace }
        return Byte.isAtomText(UInt8(scalar.value)) || scalar == "."
    }
}

/// Why a text is no address that we would send to.
package struct AddressError: Error, Hashable, CustomStringConvertible {
    package enum Problem: String, Sendable {
        case noAtSign = "it has no @"
        case emptyLocalPart = "there is nothing before the @"
        case emptyDomain = "there is nothing after the @"
        case quotedLocalPart = "what stands before the @ is in quotes; try it without them, or ask for another address"
        case misplacedDot = "a dot stands at the start, at the end or twice in a row before the @"
        case forbiddenCharacter = "it has a space, a quote or another character that addresses cannot have"
        case controlCharacter = "it has a control character, such as a line break"
        case invisibleCharacter = "it has an invisible character, which it must be written without"
        case malformedDomain = "what follows the @ is no domain name"
        case unencodableDomain = "what follows the @ has letters that a domain name cannot have (IDNA)"
        case tooLong = "it is longer than 64 bytes before or 255 after the @"
    }

    package let text: String
    package let problem: Problem

    package var description: String {
        let judgement =
            problem == .quotedLocalPart ? "is an e-mail address that is not supported" : "is not an e-mail address"
        return "\"\(text.spellingOutInvisible)\" \(judgement): \(problem.rawValue)."
    }
}

extension String {
    /// Whether there is an invisible character in it beside spaces, controls, and the joiners that Persian and Indian
    /// names of domains are written with (`InternationalDomain` knows where those may stand).
    fileprivate var hasInvisibleLetters: Bool {
        if isASCII { return false }
        let local = unicodeScalars.prefix { $0 != "@" }
        return unicodeScalars.contains { scalar in
            scalar.value >= 0x80 && scalar.isInvisible && !scalar.properties.isWhitespace
                && !(scalar == "\u{200C}" || scalar == "\u{200D}")
        } || local.contains { $0 == "\u{200C}" || $0 == "\u{200D}" }
    }

    /// The text with control characters spelled out (`\u{0A}`), for messages to people.
    package var escapingControls: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.flatMap { scalar -> [Unicode.Scalar] in
                    guard scalar.isControl else { return [scalar] }
                    return Array("\\u{\(String(scalar.value, radix: 16, uppercase: true))}".unicodeScalars)
                }))
    }
}
