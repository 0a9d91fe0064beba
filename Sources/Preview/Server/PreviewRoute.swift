/// What a path leads to.
enum PreviewRoute: String, CaseIterable {
    case page = "/"
    case style = "/preview.css"
    case script = "/preview.js"
    /// All that the page shows but the HTML part, as JSON.
    case state = "/state"
    /// The HTML part, for a frame.
    case message = "/message"
    /// The whole message, to keep.
    case source = "/message.eml"
    /// Readers to choose from, as JSON.
    case readers = "/readers"
    /// Server-sent events: a line whenever there is something new.
    case events = "/events"
}
