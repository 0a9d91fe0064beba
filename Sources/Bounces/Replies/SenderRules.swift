import Mail

/// Refusals that are about the sender, the message or the moment, and so never about the reader's address.
enum SenderRules {
    static let table: [ReplyRule] = greylist + throttle + auth + reputation + content

    private static let greylist = [
        ReplyRule("greylist", .greylist, ["greylist…", "graylist…", "grey list…", "gray list…", "postgrey"])
    ]

    private static let throttle = [
        ReplyRule(
            "rate limit", .throttle,
            [
                "rate limit…", "ratelimit…", "frequency limit…", "throttl…", "receiving mail at a rate",
                "too many messages", "too much mail", "too many mails", "too fast", "sent too many", "sent to too many",
                "sending limit", "hourly limit", "daily limit", "max… * per hour", "limit exceeded per",
                "too many emails", "temporarily deferred due to", "unusual rate", "mail volume",
            ]),
        ReplyRule(
            "too many connections", .throttle,
            [
                "too many connections", "too many concurrent", "connection limit", "connections exceeded",
                "too many sessions", "connection rate", "too many simultaneous",
            ]),
        ReplyRule("too many recipients", .throttle, ["too many recipients", "too many rcpts"]),
        ReplyRule(
            "busy", .throttle,
            [
                "system resources", "insufficient system", "server busy", "too busy", "load average", "try again later",
                "system not accepting", "not enough disk space", "insufficient disk space", "service refused",
            ],
            unless: [
                "mailbox", "quota", "overdrawn", "maildir", "users", "unknown", "connection timed out",
                "host not found",
            ]),
    ]

    private static let auth = [
        ReplyRule(
            "sender authentication", .auth,
            [
                "dmarc", "dkim", "spf", "unauthenticated email", "sender policy framework", "sender id",
                "purported responsible", "sender not authenticated", "not authorized to send", "not allowed to send",
                "not permitted to send", "address is not verified", "sender address verification",
            ],
            unless: ["duplicate header"]),
        ReplyRule(
            "login needed", .auth,
            ["authentication required", "authrequired", "not authenticated", "must authenticate", "login required"]),
        ReplyRule(
            "relaying", .auth,
            [
                "relay access denied", "relaying denied", "relay denied", "relaying not permitted",
                "relay not permitted", "unable to relay", "not permitted to relay", "relaying prohibited",
                "rejected relay", "relaying is not",
            ],
            unless: ["user unknown", "unknown user"]),
    ]

    private static let reputation = [
        ReplyRule(
            "blocklist", .reputation,
            [
                "blacklist…", "blocklist…", "black list…", "block list…", "dnsbl", "rbl", "spamhaus", "spamcop",
                "sorbs", "abuseat", "barracudacentral", "blocked using", "listed at", "listed by", "senderscore",
                "uceprotect", "spam source", "known spam", "banned", "denylist…",
            ],
            unless: ["url in message", "link in message", "blacklisted url"]),
        ReplyRule(
            "sending host", .reputation,
            [
                "ptr", "reverse dns", "rdns", "reverse lookup", "helo", "ip name lookup", "client host rejected",
                "mismatches client ip", "invalid ip", "your ip", "ip address * blocked", "blocked ip", "sending ip",
                "sending server", "sending mta", "mail server ip", "host network not allowed", "not be mail exchanger",
                "client ip", "from ip", "ask your postmaster",
            ]),
        ReplyRule("reputation", .reputation, ["reputation", "poor trust", "bad sender"]),
        ReplyRule(
            "sender refused", .reputation,
            [
                "sender address rejected", "sender rejected", "sender denied", "unroutable sender", "sender * blocked",
                "sender verify failed", "sender domain", "sender verification", "bad sender", "invalid sender",
                "not accepting mail from", "restricted * e mail", "domain of sender", "messages from",
                "mail from * refused", "mail from * rejected", "email from * rejected", "email from * blocked",
                "mail from * blocked",
            ]),
    ]

    private static let content = [
        ReplyRule(
            "spam", .content,
            [
                "spam…", "antispam", "unsolicited", "bulk mail", "junk mail", "looks like spam", "suspicious", "phish…",
                "uribl", "surbl", "ube", "uce",
            ]),
        ReplyRule(
            "content", .content,
            [
                "virus…", "malware", "content filter", "content reject…", "message content",
                "blocked because its content", "attachment…", "blacklisted url", "url in message", "prohibited",
                "inappropriate", "banned content", "message rejected due to content", "content policy",
                "security policy",
            ]),
        ReplyRule(
            "policy", .content,
            [
                "policy reasons", "policy violation", "local policy", "policy rejection", "violates * policy",
                "message not accepted", "message not allowed", "message refused", "against policy",
                "administrative prohibition", "administratively", "organization policy", "rejectmessage",
                "rejected by policy", "not accepted for policy", "message was not accepted",
            ],
            unless: ["invalid mailbox", "user not found", "user unknown", "no such user"]),
        ReplyRule(
            "message form", .protocolError,
            [
                "header error", "headers too large", "duplicate header", "multiple addresses in from",
                "without to fields", "bare lf", "bare newline", "line too long", "rfc 2822", "rfc 5322", "rfc 822",
                "missing header", "invalid header", "malformed message", "duplicated message id",
            ]),
    ]
}
