import Foundation
import Mail
import MailerConfiguration
import Sending
import Signing

/// Finds the keys that a mailing began with. Other keys would make other messages, so they are no substitute.
struct StoredKeys {
    let app: App
    let settings: MessageSettings

    func identity() throws -> MessageComposer.Identity {
        let keys = try linkKeys()
        return MessageComposer.Identity(
            tokens: try UnsubscribeTokens(keys: keys), messageIDs: try MessageIDs(domain: settings.domain),
            returnAddresses: try settings.bounceDomain.map { try ReturnAddresses(domain: $0, keys: keys) },
            signers: try settings.dkim.map { try signer($0) })
    }

    /// The ring with the key of then signing. It is not made here: a new one could not be the same.
    private func linkKeys() throws -> KeyRing {
        let path = app.configuration.keysFile
        guard let id = KeyID(settings.linkKey.id) else { throw gone("link key '\(settings.linkKey.id)'", path) }
        let keys = try KeyRing.load(path: path).signing(with: id, source: path)
        guard try keys.fingerprint() == settings.linkKey.fingerprint else { throw gone("link key '\(id)'", path) }
        return keys
    }

    private func signer(_ key: MessageSettings.DKIM) throws -> DKIMSigner {
        let configured = app.configuration.dkim
            .filter { $0.selector.lowercased() == key.selector && $0.domain.lowercased() == key.domain }
        for file in configured.map(\.keyFile) + [key.file] {
            guard let data = FileManager.default.contents(atPath: file) else { continue }
            let signer = try DKIMSigner(
                domain: key.domain, selector: key.selector, privateKeyPEM: String(decoding: data, as: UTF8.self))
            if try signer.fingerprint() == key.fingerprint { return signer }
        }
        throw gone("DKIM key \(key.selector)._domainkey.\(key.domain)", key.file)
    }

    private func gone(_ key: String, _ path: String) -> CommandFailure {
        CommandFailure(
            "The \(key) of this mailing is gone: \(path) is missing or holds another. Restore the file from a backup; "
                + "no other key makes the same messages.", status: ExitStatus.configuration)
    }
}
