import Logging

/// Passes the web library's own warnings and errors on to the operator.
///
/// Without it they would go to standard output, which belongs to results.
struct ComplaintHandler: LogHandler {
    let complain: @Sendable (String) -> Void
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?
    var logLevel = Logger.Level.warning

    func log(event: LogEvent) { complain("Web server: \(event.message)") }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }
}
