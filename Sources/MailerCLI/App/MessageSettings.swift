import Foundation
import Mail
import MailerConfiguration
import Rendering
import Signing

/// Whatever else determines a mailing's bytes: who sends, and which keys. Stored with each version of its content.
///
/// No secret is in it: keys are named, with a fingerprint that tells them from others of the same name.
struct MessageSettings: Codable, Hashable {
    struct Key: Codable, Hashable {
        let id: String
        let fingerprint: String
    }

    struct DKIM: Codable, Hashable {
        let domain: String
        let selector: String
        /// Where the key was.
        let file: String
        let fingerprint: String
    }

    let from: String
    let replyTo: String?
    let title: String
    let listID: String
    let baseURL: String
    let helpURL: String?
    let organisation: String?
    let postalAddress: String?
    /// Of the Message-IDs.
    let domain: String
    /// The envelope's, when there are no signed return addresses.
    let sender: String
    let bounceDomain: String?
    /// What signs links and return addresses.
    let linkKey: Key
    let dkim: [DKIM]
    /// Whether the messages link to the archive.
    let offersBrowserView: Bool

    init(json: String) throws { self = try JSONDecoder().decode(MessageSettings.self, from: Data(json.utf8)) }

    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}

extension MessageSettings {
    /// What holds now for messages of `newsletter`.
    init(_ app: App, _ newsletter: NewsletterIdentity, keys: KeyRing, offersBrowserView: Bool) throws {
        from = newsletter.from.description
        replyTo = newsletter.replyTo?.description
        title = newsletter.title
        listID = newsletter.list.identifier
        baseURL = newsletter.baseURL.description
        helpURL = newsletter.helpURL?.description
        organisation = newsletter.organisation
        postalAddress = newsletter.postalAddress
        domain = newsletter.from.address.domain
        sender = newsletter.from.address.description
        bounceDomain = app.configuration.bounceDomain
        linkKey = Key(id: keys.current.description, fingerprint: try keys.fingerprint())
        dkim = try zip(app.configuration.dkim, try app.signers()).map { key, signer in
            DKIM(
                domain: signer.domain, selector: signer.selector, file: key.keyFile,
                fingerprint: try signer.fingerprint())
        }
        self.offersBrowserView = offersBrowserView
    }
}
