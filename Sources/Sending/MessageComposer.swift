import Mail
import Rendering
import Signing

/// Makes a recipient's finished message: links, return address and Message-ID, the compiled message's
/// bytes with the recipient's values, DKIM signatures in front.
///
/// Everything depends on the delivery and the date alone, so the same bytes can be made again later.
package final class MessageComposer: Sendable {
    /// What is the same for all recipients of a mailing.
    package struct Circumstances: Sendable {
        package let mailing: MailingID
        /// The mailing's random text, from which Message-IDs are made.
        package let uid: String
        package let list: ListID
        /// Where `mailer serve` is reached from outside, without a slash at the end.
        package let baseURL: String
        /// Used when there are no signed return addresses.
        package let sender: EmailAddress
        /// Where everybody can read the issue in a browser; nil: nowhere.
        package var viewURL: HeaderURI?

        package init(mailing: MailingID, uid: String, list: ListID, baseURL: String, sender: EmailAddress) {
            self.mailing = mailing
            self.uid = uid
            self.list = list
            self.baseURL = baseURL
            self.sender = sender
        }
    }

    /// What signs and identifies; made from the key ring and the DKIM keys once.
    package struct Identity: Sendable {
        package let tokens: UnsubscribeTokens
        package let messageIDs: MessageIDs
        package let returnAddresses: ReturnAddresses?
        package let signers: [DKIMSigner]

        package init(
            tokens: UnsubscribeTokens, messageIDs: MessageIDs, returnAddresses: ReturnAddresses?,
            signers: [DKIMSigner]
        ) {
            self.tokens = tokens
            self.messageIDs = messageIDs
            self.returnAddresses = returnAddresses
            self.signers = signers
        }
    }

    package let message: CompiledMessage
    private let circumstances: Circumstances
    private let identity: Identity

    package init(message: CompiledMessage, circumstances: Circumstances, identity: Identity) {
        self.message = message
        self.circumstances = circumstances
        self.identity = identity
    }

    /// Whether messages get a signature, which takes longer than all the rest.
    package var signs: Bool { !identity.signers.isEmpty }

    /// The finished message with its envelope.
    package func compose(_ due: DueDelivery, at date: Timestamp) throws -> OutgoingMessage {
        let fields = try fields(of: due, at: date)
        var content = try message.assemble(for: fields)
        if !identity.signers.isEmpty {
            content.prepend(try DKIMSigner.headerFields(by: identity.signers, for: content.flat, at: date))
        }
        let sender = try identity.returnAddresses?.make(for: due.delivery) ?? circumstances.sender
        return OutgoingMessage(
            delivery: due.delivery,
            envelope: Envelope(sender: sender, recipient: due.address, id: fields.messageID.left),
            content: content)
    }

    /// The values that make this recipient's message.
    package func fields(of due: DueDelivery, at date: Timestamp) throws -> RecipientFields {
        let token = try identity.tokens.make(
            UnsubscribeClaim(
                subscriber: due.subscriber, list: circumstances.list, mailing: circumstances.mailing))
        var fields = RecipientFields(
            address: due.address, unsubscribeURL: try HeaderURI("\(circumstances.baseURL)/u/\(token)"),
            messageID: try identity.messageIDs.make(mailingUID: circumstances.uid, delivery: due.delivery), date: date)
        fields.name = due.name
        fields.attributes = due.attributes
        fields.viewURL = circumstances.viewURL
        return fields
    }
}
