// Configuration: a file and the environment in, typed and validated values out.
//
// Purpose: read `mailer.yaml`, let MAILER_… variables override it, and report everything that is wrong at
// once, each problem as a sentence with file, line and key. Every key stands in `ConfigurationKey.all`,
// which the parser, the suggestions and the test of `mailer.example.yaml` share.
//
// It must not: open the files that it names (but for password files), contact anything, or be imported by
// a room below MailerCLI; rooms get plain values of their own.
//
// Start reading at `ConfigurationKey.swift`, then `Configuration+Load.swift`.

import Mail

/// Everything that can be configured, with defaults filled in.
package struct Configuration: Sendable {
    /// The From field; a placeholder while `isFromDefault`.
    package let from: Mailbox
    package let isFromDefault: Bool
    /// The newsletter's name, in page headers and List-Id.
    package let title: String
    package let replyTo: Mailbox?
    package let postalAddress: String?
    package let helpURL: String?
    /// Where `mailer serve` can be reached from outside, without a slash at the end.
    package let baseURL: String
    /// Nobody has said it; a guess stands for it.
    package let isBaseURLDefault: Bool
    /// Whether, and for which lists, sent issues are public.
    package let archive: ArchiveConfiguration
    /// Domain of the signed return addresses; nil: bounces go to the From address.
    package let bounceDomain: String?
    /// Empty: the embedded sandbox takes the mail.
    package let relays: [RelayConfiguration]
    /// What is wrong with the relays' passwords (see `requireSecrets`).
    let secretProblems: [ConfigurationProblem]
    package let dkim: [DKIMConfiguration]
    package let database: String
    package let templates: String
    /// The template of issues that name none; nil: the usual one.
    package let template: String?
    package let images: ImagesConfiguration
    /// The secrets behind links and return addresses.
    package let keysFile: String
    /// Where the embedded sandbox puts messages.
    package let outbox: String
    package let log: LogConfiguration
    package let serve: ServeConfiguration
    package let retry: RetryConfiguration
    /// For destinations.
    package let limits: [LimitConfiguration]
}

/// Limits of some recipient domains together.
package struct LimitConfiguration: Hashable, Sendable {
    package let name: String
    /// Empty: any domain that is not named elsewhere, each for itself.
    package let domains: [String]
    package let rate: Rate?
    package let windows: [Rate]
}

/// Messages for each day from a day on (UTC).
package struct WarmUpConfiguration: Hashable, Sendable {
    package let start: Timestamp
    package let perDay: [Int]
}

/// Pauses between the attempts of a deferred message, by what the refusal was about; empty: the built-in schedule.
package struct RetryConfiguration: Hashable, Sendable {
    package let pauses: [Duration]
    package let greylist: [Duration]
    package let throttle: [Duration]
    package let full: [Duration]
    /// How long a message is tried; nil: as long as is usual.
    package let expiry: Duration?
}

/// One relay to submit mail to.
package struct RelayConfiguration: Hashable, Sendable {
    package enum TLS: String, Hashable, Sendable, CaseIterable {
        /// `smtps://`: from the first byte.
        case implicit
        /// STARTTLS or nothing is sent.
        case required
        /// STARTTLS if the server has it.
        case offered
        case off
    }

    /// How far commands are sent ahead, where the server offers it (RFC 2920).
    package enum Pipelining: String, Hashable, Sendable, CaseIterable {
        case full
        case grouped
        case off
    }

    /// How the login is made (RFC 4954); which of these libcurl can do, depends on how it was built.
    package enum Auth: String, Hashable, Sendable, CaseIterable {
        case plain
        case login
        case cramMD5 = "cram-md5"
        case scramSHA1 = "scram-sha-1"
        case scramSHA256 = "scram-sha-256"
        case xoauth2
        case oauthBearer = "oauthbearer"
    }

    package let host: String
    package let port: Int
    package let tls: TLS
    package let user: String?
    /// Nil: what works.
    package let auth: Auth?
    package let password: PasswordConfiguration?
    /// A file of CA certificates to trust instead of the system's.
    package let caFile: String?
    package let connections: Int
    package let rate: Rate?
    /// Sliding, several at once.
    package let windows: [Rate]
    package let warmUp: WarmUpConfiguration?
    /// Its share of the mail, compared with the other relays'; nil: what it can take.
    package let weight: Double?
    package let messagesPerConnection: Int
    package let pipelining: Pipelining
    /// The name that we say EHLO with; nil: this host's.
    package let ehloName: String?
    /// How long TCP may take to connect.
    package let connectTimeout: Duration
    /// How long a session may take to be set up: TCP, greeting, TLS, EHLO, login.
    package let setupTimeout: Duration
    /// How long a reply may take.
    package let replyTimeout: Duration
}

/// Where a relay's password, or its token, comes from.
package enum PasswordConfiguration: Hashable, Sendable {
    case value(Secret)
    /// What stands in the file, and stood there when the configuration was read.
    case file(String, Secret)
    case command(PasswordCommand)
}

/// A program whose first line of output is the password.
package struct PasswordCommand: Hashable, Sendable {
    /// The program and what it is given, without a shell between; a text for `/bin/sh -c` is three words here.
    package let arguments: [String]
    /// Where it runs: beside the configuration.
    package let folder: String
}

/// Who may read sent issues on the web.
package struct ArchiveConfiguration: Hashable, Sendable {
    package enum Access: String, Hashable, Sendable, CaseIterable {
        case off
        case `public`
    }

    package let access: Access
    /// The names of the lists that it is for; nil: all.
    package let lists: [String]?

    /// Whether everybody may read what was sent to the list.
    package func shows(list: String) -> Bool { access == .public && lists?.contains(list) != false }
}

package struct DKIMConfiguration: Hashable, Sendable {
    package let domain: String
    package let selector: String
    package let keyFile: String
}

package struct LogConfiguration: Hashable, Sendable {
    package enum Format: String, Hashable, Sendable, CaseIterable {
        case text
        case json
    }

    package let file: String
    package let format: Format
}

/// Where images are, and how large they may be, in bytes.
package struct ImagesConfiguration: Hashable, Sendable {
    /// Where the issues' folder can be reached from the web, without a slash at the end; nil if nowhere.
    package let baseURL: String?
    package let maximumSize: Int
    package let maximumTotalSize: Int
}

package struct ServeConfiguration: Hashable, Sendable {
    package let host: String
    package let port: Int
}
