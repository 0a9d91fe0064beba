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
        let subject = WordList(message.fields.first("subject") ?? "")
        return subjects.first { $0.position(in: subject.words) ?? .max <= 3 }.map { "subject \($0)" }
    }

    private static let fields = [
        "x-autoreply", "x-autorespond", "x-autoresponder", "x-autoreply-from", "x-auto-reply", "x-mail-autoreply",
        "x-vacation",
    ]

    /// At the subject's start: "Re: out of office policy" is a person's.
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
