import Mail
import Operations
import Signing
import Store

/// What the web server works with, put together by the command line.
package struct WebDependencies: Sendable {
    package var store: MailerStore
    /// Tells our links from others; nil while there are no keys, before the first mailing.
    package var tokens: @Sendable () throws -> UnsubscribeTokens?
    package var clock: WallClock
    /// The page of `/metrics` in the Prometheus text format. May block.
    package var metrics: @Sendable () throws -> String
    /// Takes each event for the delivery log.
    package var record: @Sendable (MailEvent) -> Void
    /// Takes sentences for the operator: what failed and why.
    package var complain: @Sendable (String) -> Void

    /// A file of the public archive by its name, nil if there is none; may block. Nil while the archive is off.
    package var archive: (@Sendable (_ name: String) throws -> PublicFile?)?

    package init(
        store: MailerStore, tokens: @escaping @Sendable () throws -> UnsubscribeTokens?, clock: @escaping WallClock,
        metrics: @escaping @Sendable () throws -> String,
        record: @escaping @Sendable (MailEvent) -> Void,
        complain: @escaping @Sendable (String) -> Void
    ) {
        self.store = store
        self.tokens = tokens
        self.clock = clock
        self.metrics = metrics
        self.record = record
        self.complain = complain
    }
}
