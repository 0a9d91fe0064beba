/// A page with everything its template may show.
enum Page: Hashable, Sendable {
    /// The button.
    case unsubscribe(addressHint: String, listTitle: String, actionURL: String, token: String)
    case unsubscribed(addressHint: String, listTitle: String, already: Bool)
    /// The link is forged, damaged, or about somebody who is not there any more.
    case invalid
    case error(title: String, message: String)

    /// The link was in a test copy, and is about nobody.
    static let test = Page.error(
        title: "This was a test",
        message: "The link was in a test copy of an issue. It unsubscribes nobody, and nothing has been changed.")

    /// The template's file name without `.html`.
    var template: String {
        switch self {
        case .unsubscribe: "unsubscribe"
        case .unsubscribed: "unsubscribed"
        case .invalid: "invalid"
        case .error: "error"
        }
    }

    static let templates = ["unsubscribe", "unsubscribed", "invalid", "error"]

    /// The names that a template may use, beside `newsletter`.
    var values: [String: Any] {
        switch self {
        case .unsubscribe(let addressHint, let listTitle, let actionURL, let token):
            [
                "title": "Unsubscribe", "address_hint": addressHint, "list_title": listTitle,
                "action_url": actionURL, "token": token,
            ]
        case .unsubscribed(let addressHint, let listTitle, let already):
            [
                "title": already ? "Already unsubscribed" : "Unsubscribed", "address_hint": addressHint,
                "list_title": listTitle, "already": already,
            ]
        case .invalid:
            ["title": "This link does not work"]
        case .error(let title, let message):
            ["title": title, "message": message]
        }
    }
}
