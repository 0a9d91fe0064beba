import Mail

/// Recognises answers that no person wrote: out of office, challenges, "we got your mail" (RFC 3834).
///
/// Asked after everything about bounces: half of these carry Auto-Submitted too.
enum AutoReply {
    static func read(_ message: MIMEPart) -> Finding? {
        guard let rule = rule(message) else { return nil }
        return Finding(kind: .autoreply, bounceClass: .autoreply, rule: rule)
    }

    private static func rule(_ message: MIMEPart) -> String? {
        let submitted = message.fields.first("auto-submitted")?.lowercased() ?? ""
        if submitted.hasPrefix("auto-replied") || submitted.hasPrefix("auto-notified") { return "Auto-Submitted" }
        if let field = message.fields.first(where: { fields.contains($0.name) && $0.value.lowercased() != "no" }) {
            return field.name
        }
        let precedence = message.fields.first("precedence")?.lowercased() ?? ""
        if precedence == "auto_reply" || precedence == "auto-reply" { return "Precedence" }
        return subject(message.fields.first("subject") ?? "").map { "subject \($0)" }
    }

    /// "Out of office: your subject", but not "Out of office rules": a heading of its own, near the start.
    private static func subject(_ text: String) -> Phrase? {
        let headings = text.split { ":([–".contains($0) }.prefix(2).map { heading in
            let words = WordList(String(heading)).words
            return ["re", "aw", "sv"].contains(words.last) ? words.dropLast() : words
        }
        return subjects.first { phrase in
            headings.contains { phrase.ends($0) && phrase.position(in: $0) ?? .max <= 3 }
        }
    }

    private static let fields = [
        "x-autoreply", "x-autorespond", "x-autoresponder", "x-autoreply-from", "x-auto-reply", "x-mail-autoreply",
        "x-vacation",
    ]

    private static let subjects: [Phrase] = [
        "out of office", "out of the office", "automatic reply", "auto reply", "autoreply", "auto response",
        "autoresponse", "automatic response", "automated reply", "automated response", "vacation reply", "on vacation",
        "away from * office", "automatische antwort", "abwesenheit…", "abwesend", "réponse automatique",
        "reponse automatique", "absence du bureau", "respuesta automática", "respuesta automatica",
        "fuera de * oficina", "risposta automatica", "fuori sede", "automatisch antwoord", "afwezig…",
        "resposta automática", "autosvar", "automatiskt svar", "poissa", "automaattinen vastaus",
        "automatyczna odpowiedź", "odpowiedź automatyczna", "automatická odpověď", "automatiska atbilde",
        "atvaļinājum…", "автоответ", "otomatik yanıt", "frånvaro…", "fraværende", "please confirm your message",
        "challenge response",
    ]
}
