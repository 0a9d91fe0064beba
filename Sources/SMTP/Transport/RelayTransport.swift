import Mail

/// Carries messages to one relay over up to `connections` sessions, all driven by the calling thread.
package final class RelayTransport: MessageTransport {
    package let settings: RelaySettings
    private let pipe: WakePipe

    package init(_ settings: RelaySettings) throws(TransportError) {
        self.settings = settings
        pipe = try WakePipe()
    }

    package var relay: RelayName { settings.relay }

    /// Returns when the feed has finished or given up, and every message taken from it has its result.
    package func run(feed: any DeliveryFeed) {
        let loop = RelayLoop(settings: settings, feed: feed, pipe: pipe)
        loop.run()
    }

    package func wake() { pipe.wake() }
}
