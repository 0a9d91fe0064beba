import Mail

/// Refusals that are about the moment or the message: the state of a server, and what the mail looks like.
enum MomentRules {
    static let table: [ReplyRule] = greylist + throttle + content

    private static let greylist = [
        ReplyRule(
            "greylist", .greylist, from: "postgrey, milter-greylist, rspamd, Exim, OpenBSD spamd",
            "450 4.2.0 <kim@example.net>: Recipient address rejected: Greylisted, see http://postgrey.example/help",
            ["greylist…", "graylist…", "grey list…", "gray list…", "postgrey"])
    ]

    private static let throttle = [
        ReplyRule(
            "rate limit", .throttle, from: "Gmail, Yahoo, Comcast, QQ",
            "421 4.7.0 Our system has detected an unusual rate of unsolicited mail",
            [
                "rate limit…", "ratelimit…", "frequency limit…", "frequency limited", "throttl…",
                "receiving mail at a rate", "receiving mail too quickly", "too many messages", "too much mail from",
                "too many mails", "too many emails", "too fast", "sent too many", "sent to too many",
                "limit exceeded per", "unusual rate", "unexpected volume", "mail volume", "slow down", "rate exceeded",
                "exceeded the rate", "exceeds the rate", "max… * per hour", "message receive limit",
                "burst limit", "too many recipients", "too many rcpts", "too many invalid recipients",
                "too many unknown recipients", "too many errors", "too many bad",
            ]),
        ReplyRule(
            "too many connections", .throttle, from: "Postfix anvil, Sendmail, Exchange",
            "421 4.7.0 mx.example.net Error: too many connections from 192.0.2.1",
            [
                "too many connections", "too many concurrent", "connection limit", "connections exceeded",
                "too many sessions", "connection rate", "too many simultaneous", "too many open", "session limit",
                "maximum number of connections", "concurrent connections", "connections from your",
            ]),
        ReplyRule(
            "busy", .throttle, from: "Postfix, Exchange, Sendmail",
            "452 4.3.1 Insufficient system storage",
            [
                "system resources", "insufficient system", "insufficient resources", "resources temporarily",
                "server busy", "server is busy", "too busy", "load average", "high load", "overloaded", "overload",
                "system not accepting", "not accepting network messages", "not accepting messages",
                "not enough disk space", "insufficient disk space", "service not available", "service unavailable",
                "service temporarily unavailable", "temporarily unavailable", "server unavailable",
                "closing transmission channel", "shutting down", "maintenance", "queue file write error",
                "temporary lookup failure", "server configuration problem", "local problem",
            ],
            unless: [
                "mailbox", "quota", "overdrawn", "maildir", "user", "users", "recipient", "unknown", "account",
                "connection timed out", "host not found", "retry timeout", "refused", "blocked",
            ]),
    ]

    private static let content = [
        ReplyRule(
            "spam", .content, from: "SpamAssassin, rspamd, Yahoo, Barracuda, mailers of all kinds",
            "554 5.7.1 Spam message rejected",
            [
                "looks like spam", "look like spam", "looks spam…", "classified as spam", "identified as spam",
                "detected as spam", "considered * spam", "recognized as spam", "marked as spam", "tagged as spam",
                "is spam", "be spam", "probably spam", "as spam", "due to spam", "like spam", "spam message",
                "spam content", "spam score", "spam detected", "spam rejected", "rejected spam", "spam refused",
                "spam mail", "spam email", "message * spam", "contains spam", "spam check…", "antispam check…",
                "spam filter rejected", "rejected by * spam", "blocked by * spam", "refused by * spam",
                "unsolicited", "bulk mail", "bulk email", "junk mail", "suspicious", "phish…", "uribl", "surbl",
            ]),
        ReplyRule(
            "content", .content, from: "ClamAV, amavis, Mimecast, Gmail, SES",
            "552 5.7.0 This message was blocked because its content presents a potential security issue",
            [
                "virus…", "malware", "content filter", "content reject…", "rejected content", "message content",
                "its content", "attachment…", "blacklisted url", "url in message", "prohibited content",
                "inappropriate", "banned content", "content policy", "security policy", "security issue", "trojan",
                "suspect link", "bad url", "blocked url", "banned url", "end of data rejected", "email content",
            ],
            unless: ["recipients attachment"]),
        ReplyRule(
            "message form", .protocolError, from: "RFC 5322 checks of Gmail, Yahoo, Exchange",
            "550 5.7.1 [192.0.2.1] Messages missing a valid Message-ID header, not compliant with RFC 5322",
            [
                "header error", "headers too large", "duplicate header", "multiple addresses in from",
                "without to fields", "bare lf", "bare newline", "bare line feed", "line too long", "lines too long",
                "rfc 2822", "rfc 5322", "rfc 822", "rfc2822", "rfc5322", "missing header", "invalid header",
                "malformed message", "malformed header", "duplicated message id", "message id header",
                "missing message id", "missing date",
            ]),
    ]

    /// Words that decide only where nobody has said anything plainer: one of them in a sentence about a mailbox makes it
    /// doubtful, in another sentence it is talk.
    static let faint: [ReplyRule] = [
        ReplyRule(
            "word: authentication", .auth, from: "all", "550 5.7.1 DMARC",
            ["dmarc", "dkim", "spf", "sender id", "not authenticated"], unless: ["spf pass", "dkim pass", "dmarc pass"]),
        ReplyRule(
            "word: blocklist", .reputation, from: "all", "550 RBL",
            ["blacklist…", "blocklist…", "black list…", "block list…", "dnsbl", "rbl", "banned", "helo", "ptr", "bl"]),
        ReplyRule(
            "word: spam", .content, from: "all", "550 Rejected by the gateway (spam)",
            ["spam…", "antispam", "ube", "uce", "junk", "bulk"]),
        ReplyRule(
            "policy", .content, from: "Yahoo, Apple, Exchange",
            "554 5.7.9 Message not accepted for policy reasons.",
            [
                "policy", "policies", "message not accepted", "message not allowed", "message refused",
                "message rejected", "message was rejected", "mail rejected", "mail was rejected", "email rejected",
                "message denied", "administrative prohibition", "administratively", "rejectmessage",
                "message was not accepted", "prohibited", "message blocked", "message has been blocked", "content",
                "cannot accept message", "cannot accept this message",
            ]),
        ReplyRule(
            "rate, perhaps", .throttle, from: "all", "451 4.7.1 Rate too high",
            ["rate", "limit reached for the hour"],
            unless: ["mailbox", "quota", "user", "recipient", "account", "unknown", "timed out", "not found"]),
        // Nothing but a request for patience, as greylisting servers have it: no word that there was too much.
        ReplyRule(
            "later", .greylist, from: "Postfix policy servers, Exim", "451 4.7.1 Please try again later",
            ["try again later", "try later", "temporarily deferred"],
            unless: ["mailbox", "quota", "user", "recipient", "account", "unknown", "timed out", "not found"]),
    ]
}
