import Mail

/// A mailing system whose exports we know: by which columns one is recognised, and what they say of a reader.
struct KnownSystem: Sendable {
    let name: String
    /// Columns (lowercase) that all have to be there, and some of which one has to.
    let all: [String]
    var any: [String] = []
    let meanings: [(column: String, meaning: StatusMeaning)]
    /// A column whose presence makes the whole file one of these people.
    var files: [(column: String, unless: String, status: ImportedStatus)] = []
    /// When somebody left.
    var leftAt: [String] = []
    /// Its own columns, which need no question whatever they hold.
    var columns: Set<String> = []
    /// Columns that are of no use to a reader or to an issue.
    var dropped: Set<String> = []
    /// A column that holds attributes as a JSON object.
    var json: String?
    /// What its export does not say, and where that is.
    var warning: String?

    func matches(_ columns: [String]) -> Bool {
        all.allSatisfy(columns.contains) && (any.isEmpty || any.contains(where: columns.contains))
    }

    /// Our own export, which says more than any of them (see `OwnColumn`).
    static let own = KnownSystem(
        name: "mailer", all: ["subscription_state"],
        meanings: [
            (
                OwnColumn.state.rawValue,
                .words(["subscribed": .subscribed, "pending": .pending, "unsubscribed": .unsubscribed, "": .subscribed])
            )
        ])

    static let all: [KnownSystem] = [
        own, listmonk, keila, mailchimp, substack, buttondown, ghost, beehiiv, phpList,
    ]

    private static let listmonk = KnownSystem(
        name: "listmonk", all: ["uuid", "email", "status"],
        meanings: [
            (
                "status",
                .words([
                    "enabled": .subscribed, "disabled": .unsubscribed, "blocklisted": .suppressed,
                    "blacklisted": .suppressed,
                ])
            )
        ],
        leftAt: ["updated_at"], columns: ["created_at", "updated_at"], dropped: ["uuid"], json: "attributes",
        warning: "listmonk's CSV does not say who left one of its lists, or never confirmed. Its API does "
            + "(GET /api/subscribers?per_page=all, subscription_status): take them off with "
            + "'mailer subscribers unsubscribe' before you send.")

    private static let keila = KnownSystem(
        name: "Keila", all: ["email", "status", "data"], any: ["first name", "external id"],
        meanings: [
            ("status", .words(["active": .subscribed, "unsubscribed": .unsubscribed, "unreachable": .suppressed]))
        ],
        json: "data")

    private static let mailchimp = KnownSystem(
        name: "Mailchimp", all: [], any: ["member_rating", "unsub_time", "clean_time", "leid", "euid"],
        meanings: [("unsub_time", .filled(.unsubscribed)), ("clean_time", .filled(.suppressed))],
        files: [("unsub_time", "last_changed", .unsubscribed), ("clean_time", "last_changed", .suppressed)],
        leftAt: ["unsub_time", "clean_time"],
        columns: ["confirm_time", "optin_time", "tags", "notes", "cc", "region", "timezone", "last_changed"],
        dropped: [
            "member_rating", "optin_ip", "confirm_ip", "latitude", "longitude", "gmtoff", "dstoff", "leid", "euid",
            "unsub_campaign_title", "unsub_campaign_id", "unsub_reason", "unsub_reason_other", "clean_campaign_title",
            "clean_campaign_id",
        ])

    private static let substack = KnownSystem(
        name: "Substack", all: ["email", "email_disabled"],
        meanings: [("email_disabled", .flag(yes: .unsubscribed, no: .subscribed, empty: .subscribed))],
        columns: ["active_subscription", "expiry", "plan", "prefer_digests", "created_at", "first_payment_at"])

    private static let buttondown = KnownSystem(
        name: "Buttondown", all: ["email", "subscriber_type"],
        meanings: [
            (
                "subscriber_type",
                .words([
                    "regular": .subscribed, "premium": .subscribed, "gifted": .subscribed, "trialed": .subscribed,
                    "paused": .subscribed, "past due": .subscribed, "churning": .subscribed, "unactivated": .pending,
                    "unsubscribed": .unsubscribed, "removed": .unsubscribed, "undeliverable": .suppressed,
                    "complained": .suppressed, "blocked": .suppressed,
                ])
            )
        ],
        leftAt: ["unsubscription_date"],
        columns: ["creation_date", "subscription_date", "unsubscription_date", "notes", "tags", "metadata"],
        dropped: ["id", "secondary_id", "ip_address"])

    private static let ghost = KnownSystem(
        name: "Ghost", all: ["email", "subscribed_to_emails"],
        meanings: [
            ("subscribed_to_emails", .flag(yes: .subscribed, no: .unsubscribed, empty: .pending)),
            ("deleted_at", .filled(.unsubscribed)),
        ],
        leftAt: ["deleted_at"],
        columns: ["note", "complimentary_plan", "created_at", "labels", "tiers", "products"],
        dropped: ["id", "stripe_customer_id", "gift_id"])

    private static let beehiiv = KnownSystem(
        name: "beehiiv", all: ["email", "status", "tier"], any: ["stripe_customer_id", "unsubscribed_at"],
        meanings: [
            ("status", .words(["active": .subscribed, "inactive": .unsubscribed, "pending": .pending]))
        ],
        leftAt: ["unsubscribed_at"], columns: ["created_at", "unsubscribed_at"], dropped: ["stripe_customer_id"])

    private static let phpList = KnownSystem(
        name: "phpList", all: ["email"],
        any: ["is this subscriber confirmed", "is this subscriber blacklisted", "is this account disabled?"],
        meanings: [
            ("is this subscriber confirmed", .flag(yes: .subscribed, no: .pending, empty: .pending)),
            ("is this subscriber blacklisted", .flag(yes: .suppressed, no: .subscribed, empty: .subscribed)),
            ("is this account disabled?", .flag(yes: .unsubscribed, no: .subscribed, empty: .subscribed)),
            ("list membership", .only("no lists", .unsubscribed)),
        ],
        columns: [
            "did this subscriber manually confirm", "number of bounces", "entered", "last modified",
            "send this subscriber html emails", "rss frequency", "additional data", "foreign key",
        ],
        dropped: ["id", "unique id"])
}

/// The columns of our own export beside address, name and attributes.
enum OwnColumn: String, CaseIterable {
    case list = "subscription_list"
    case state = "subscription_state"
    case since = "subscription_since"
    case source = "subscription_source"
    /// Why the address is suppressed, if it is: a reason of ours.
    case suppressed
    case suppressedSince = "suppressed_since"
    case suppressedSource = "suppressed_source"
    case suppressedDetail = "suppressed_detail"
}
