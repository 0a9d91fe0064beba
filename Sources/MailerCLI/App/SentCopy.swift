import Mail
import Rendering
import Sending
import Store

/// The exact bytes of a message that was sent, made again from the store and the keys.
struct SentCopy {
    let app: App
    let store: MailerStore
    let mailing: Mailing
    let address: EmailAddress

    /// With the values of the message's own recipient.
    struct Filled {
        let message: OutgoingMessage
        let page: String
        let text: String
    }

    func make() throws -> Filled {
        guard let sent = try store.sentMessage(of: mailing.id, to: address) else {
            throw CommandFailure(
                "No message of '\(mailing.slug)' to \(address) is on record as sent. 'mailer trace \(address)' says why."
            )
        }
        let content = try store.contents(of: mailing.id, version: sent.version)
        for doubt in doubts(sent, content) { Terminal.note("mailer: \(doubt)") }
        let composer = try app.composer(for: mailing, content, list: sent.recipient.list, store: store)
        let fields = try composer.fields(of: sent.recipient, at: sent.date)
        return Filled(
            message: try composer.compose(sent.recipient, at: sent.date),
            page: composer.message.htmlPage(for: fields), text: composer.message.textPart(for: fields))
    }

    private func doubts(_ sent: SentMessage, _ stored: ContentVersion) -> [String] {
        var doubts: [String] = []
        if stored.content.settings == nil {
            doubts.append(
                "'\(mailing.slug)' is older than the record of templates and settings: this message is made with those of "
                    + "now and may differ from the one that was sent.")
        }
        if !sent.isRecipientCertain {
            doubts.append(
                "The reader's name or attributes have changed, and what they were then was not recorded: this message "
                    + "has those of now.")
        }
        if sent.outcome == .unknown { doubts.append("It is unknown whether this message arrived.") }
        return doubts
    }
}
