/// What is too loud in a subject.
enum SubjectTone {
    /// Sentences that go on from "The subject".
    static func complaints(of subject: String) -> [String] {
        var complaints: [String] = []
        let cased = subject.filter { $0.isUppercase || $0.isLowercase }
        let capitals = cased.count(where: \.isUppercase)
        if cased.count >= 8, capitals * 10 > cased.count * 6 {
            complaints.append("is mostly capitals (\(capitals) of \(cased.count) letters). Write it like a sentence.")
        }
        if subject.count(where: { exclamations.contains($0) }) > 1 {
            complaints.append("has several exclamation marks. One is enough, none is better.")
        }
        if subject.count(where: \.isCurrencySymbol) > 1 {
            complaints.append("has several currency signs. Filters take them for advertising.")
        }
        if let claim = subject.firstMatch(of: reply) {
            complaints.append("begins with '\(claim.output)' as if it were an answer. Leave that out.")
        }
        let words = claims.filter { subject.lowercased().contains($0) }
        if words.count > 1 {
            complaints.append("sounds like advertising (\(words.joined(separator: ", "))). Say what is new.")
        }
        return complaints
    }

    private static let exclamations: Set<Character> = ["!", "！", "¡"]
    private nonisolated(unsafe) static let reply = /^(?i:re|fwd?|aw|wg|sv|tr)\s*:/
    private static let claims = [
        "free", "act now", "urgent", "winner", "100%", "cash", "limited time", "click", "guarantee", "cheap", "buy now",
        "gratis", "kostenlos", "jetzt kaufen", "gratuit", "last chance", "special offer",
    ]
}
