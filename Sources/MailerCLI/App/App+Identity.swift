import MailerConfiguration
import Foundation
import Mail
import Rendering
import Sending
import Signing
import Store

// Who we are in mails: DKIM keys, links, return addresses, the newsletter's identity.
extension App {
    func signers() throws -> [DKIMSigner] {
        try configuration.dkim.map { key in
            guard let data = FileManager.default.contents(atPath: key.keyFile) else {
                throw CommandFailure(
                    "The DKIM key \(key.keyFile) cannot be read. Check 'dkim.key_file', or make one with 'mailer keys make'.",
                    status: ExitStatus.configuration)
            }
            return try DKIMSigner(
                domain: key.domain, selector: key.selector, privateKeyPEM: String(decoding: data, as: UTF8.self))
        }
    }

    /// The secrets behind links and return addresses, which must be there.
    func openKeys() throws -> KeyRing {
        if let keys = try KeyRing.loadIfPresent(path: configuration.keysFile) { return keys }
        throw CommandFailure(
            "The keys file \(configuration.keysFile) is missing: without it no link and no return address in mail that is "
                + "out can be told from a forged one. Check 'keys_file', or restore the file from a backup. Other keys are "
                + "no substitute.", status: ExitStatus.configuration)
    }

    /// The same for a message in the making: before the first mailing the keys are made. Beside a database that has
    /// mailings, new ones would break the links of all of them.
    func makeKeys(besides store: MailerStore) throws -> KeyRing {
        if try !store.mailings().isEmpty { return try openKeys() }
        return try KeyRing.loadOrCreate(path: configuration.keysFile)
    }

    /// What signs and identifies messages from `from`.
    func identity(from: Mailbox, store: MailerStore) throws -> MessageComposer.Identity {
        try identity(from: from, keys: makeKeys(besides: store), signers: signers())
    }

    /// The same for messages that are only looked at: before the first mailing there need be no keys, and none are left.
    func passingIdentity(from: Mailbox) throws -> MessageComposer.Identity {
        // An editor's machine has neither the server's keys nor its DKIM key, and need not: nothing of it goes out.
        let keys: KeyRing
        do { keys = try KeyRing.loadOrMakeUp(path: configuration.keysFile) } catch {
            keys = try KeyRing.generate(id: .first)
        }
        return try identity(from: from, keys: keys, signers: isDKIMReadable ? try signers() : [])
    }

    private var isDKIMReadable: Bool {
        configuration.dkim.allSatisfy { FileManager.default.isReadableFile(atPath: $0.keyFile) }
    }

    private func identity(
        from: Mailbox, keys: KeyRing, signers: [DKIMSigner]
    ) throws -> MessageComposer.Identity {
        MessageComposer.Identity(
            tokens: try UnsubscribeTokens(keys: keys),
            messageIDs: try MessageIDs(domain: from.address.domain),
            returnAddresses: try configuration.bounceDomain.map { try ReturnAddresses(domain: $0, keys: keys) },
            signers: signers)
    }

    /// The newsletter as its readers know it; an issue may have its own From and Reply-To.
    func newsletter(list: String, from: Mailbox?, replyTo: Mailbox?) throws -> NewsletterIdentity {
        let from = from ?? configuration.from
        let identifier = try ListIdentifier(
            title: configuration.title, name: Self.label(list), domain: from.address.domain)
        var newsletter = NewsletterIdentity(
            from: from, list: identifier, baseURL: try HeaderURI(configuration.baseURL))
        newsletter.replyTo = replyTo ?? configuration.replyTo
        newsletter.helpURL = try HeaderURI(configuration.helpURL ?? "mailto:\(from.address)")
        newsletter.postalAddress = configuration.postalAddress
        return newsletter
    }

    /// A list's name as a label of List-Id (RFC 2919 §2): letters, digits and hyphens.
    private static func label(_ name: String) -> String {
        let kept = name.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
        let label = String(kept).split(separator: "-").joined(separator: "-")
        return label.isEmpty ? "list" : label
    }
}
