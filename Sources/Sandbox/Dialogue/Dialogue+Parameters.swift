// What may stand behind the paths of MAIL and RCPT: only what was offered, and well formed.
extension Dialogue {
    typealias Refusal = (code: Int, status: String, text: String)

    /// Why the parameters of MAIL cannot be obeyed.
    func refusal(of parameters: [PathArgument.Parameter]) -> Refusal? {
        for parameter in parameters {
            switch (parameter.keyword, parameter.value) {
            case ("SIZE", let value?) where offers(.size):
                guard let size = Int(value), size >= 0 else { return (501, "5.5.4", "SIZE needs a number") }
                if size > settings.sizeLimit {
                    return (552, "5.3.4", "The message is larger than \(settings.sizeLimit) octets")
                }
            case ("BODY", let value?) where offers(.eightBitMIME):
                guard ["7BIT", "8BITMIME"].contains(value.uppercased()) else {
                    return (501, "5.5.4", "BODY needs 7BIT or 8BITMIME")
                }
            case ("RET", let value?) where offers(.dsn):
                guard ["FULL", "HDRS"].contains(value.uppercased()) else {
                    return (501, "5.5.4", "RET needs FULL or HDRS")
                }
            case ("ENVID", let value?) where offers(.dsn):
                guard Self.isXtext(value), value.utf8.count <= 100 else {
                    return (501, "5.5.4", "ENVID needs xtext of at most 100 characters")
                }
            case ("SMTPUTF8", nil) where offers(.smtpUTF8), ("AUTH", _?) where offers(.auth):
                continue
            default:
                return (555, "5.5.4", "Parameter \(parameter.keyword) is not supported")
            }
        }
        return nil
    }

    /// Why the parameters of RCPT cannot be obeyed.
    func refusal(ofRecipients parameters: [PathArgument.Parameter]) -> Refusal? {
        for parameter in parameters {
            switch (parameter.keyword, parameter.value) {
            case ("NOTIFY", let value?) where offers(.dsn):
                let wishes = value.uppercased().split(separator: ",", omittingEmptySubsequences: false)
                guard wishes == ["NEVER"] || wishes.allSatisfy({ ["SUCCESS", "FAILURE", "DELAY"].contains($0) }) else {
                    return (501, "5.5.4", "NOTIFY needs NEVER, or a list of SUCCESS, FAILURE and DELAY")
                }
            case ("ORCPT", let value?) where offers(.dsn):
                let parts = value.split(separator: ";", maxSplits: 1)
                guard parts.count == 2, ["rfc822", "utf-8"].contains(parts[0].lowercased()),
                    parts[0].lowercased() == "utf-8" || Self.isXtext(String(parts[1]))
                else { return (501, "5.5.4", "ORCPT needs rfc822;ADDRESS or utf-8;ADDRESS in xtext") }
            default:
                return (555, "5.5.4", "Parameter \(parameter.keyword) is not supported")
            }
        }
        return nil
    }

    /// RFC 3461 §4: visible ASCII but `+` and `=`, and `+` with two hexadecimal digits in capitals.
    private static func isXtext(_ text: String) -> Bool {
        let pieces = text.split(separator: "+", omittingEmptySubsequences: false)
        let isVisible = text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x3D }
        return isVisible
            && pieces.dropFirst().allSatisfy { piece in
                piece.utf8.count >= 2 && piece.utf8.prefix(2).allSatisfy { "0123456789ABCDEF".utf8.contains($0) }
            }
    }
}
