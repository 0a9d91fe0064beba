import Mail

/// Trying a relay without sending anything, for whoever wants to know whether the settings are good.
package enum RelayProbe {
    /// Opens a session as the settings say, closes it, and answers with what the relay offers; blocks.
    package static func capabilities(of settings: RelaySettings) throws(ConnectionFailure) -> ServerCapabilities {
        try CurlSession.open(settings).capabilities
    }
}
