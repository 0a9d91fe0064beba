import Mail

/// Refusals that are about us: our sender address, our account, our host, our good name. Each is a statement, strong
/// enough to win over any word about a mailbox.
enum SenderRules {
    static let table: [ReplyRule] = authentication + reputation + sender + account + host

    /// Whoever names the sender, or speaks to us as the one who sends, speaks about us, whatever else the statement says.
    /// Asked behind the tables that know more, and before any word about a mailbox.
    static let nouns: [ReplyRule] = [
        ReplyRule(
            "limit of the sender's", .account, from: "relays of all kinds", "552 5.2.2 Sender's mailbox is full",
            [
                "senders mailbox", "senders quota", "senders account", "mailbox of the send…", "quota of the send…",
                "account of the send…", "your mailbox", "your storage", "your organization", "credit", "credits",
                "outgoing", "outbound", "submission…", "submissionquota…", "submitting", "submitter",
                "authenticated user", "authenticated account", "sending account", "sending user", "sending mailbox",
                "for sending", "from sending", "daily * quota", "daily * limit", "hourly * quota", "hourly * limit",
                "weekly * quota", "monthly * quota", "monthly * limit", "upgrade * plan",
                "per day", "per hour", "per month", "of the sending", "sending disabled", "insufficient balance",
                "insufficient funds",
            ],
            unless: ["size"]),
        ReplyRule(
            "our contract", .account, from: "relays of all kinds", "550 Subscription expired",
            ["subscription", "license", "billing", "payment"], unless: ["mailbox", "user", "recipient…"]),
        ReplyRule(
            "the sender", .sender, from: "all", "550 5.2.1 Mailbox disabled for this sender",
            [
                "sender", "senders", "originator", "originating", "return address", "your address", "mail from",
                "not accept mail * from", "may not send", "send from", "sending from", "was sent from", "is sent from",
                "sent from a", "sent from your", "mailfrom", "mfrom", "reply to address", "bounce address",
                "you are not",
                "you may not", "you must be", "you must have", "you must send", "you must verify", "you must not",
                "you cannot", "you can not", "you do not have", "you dont have",
                "you need to", "your mail address", "your email address", "your e mail address",
            ],
            unless: [
                "return… * sender", "notify * sender", "inform * sender", "sender notified", "sender recipient",
                "from sender to", "mail from to", "size", "too large", "too big", "check your", "check the",
                "address book", "you are not writing",
            ]),
        ReplyRule(
            "our network", .reputation, from: "all", "550 user unknown - IP not in whitelist",
            [
                "ip not", "ip is", "ip in", "ip has", "ip on", "ip was", "the ip", "this ip", "ip address",
                "rejecting client", "this client", "client is", "client not", "whitelist…", "allowlist…", "your isp",
                "your provider",
            ]),
        LanguageRules.sender, LanguageRules.ours,
    ]

    private static let authentication = [
        ReplyRule(
            "sender authentication", .auth, from: "Gmail, QQ, Mail.ru, GoDaddy",
            "550 DMARC check failed.",
            [
                "dmarc check", "dmarc policy", "dmarc fail…", "dmarc verification", "dmarc evaluation", "dmarc record",
                "due to dmarc", "fails dmarc", "fail dmarc", "failed dmarc", "dkim fail…", "dkim check",
                "dkim signature",
                "dkim verification", "failed dkim", "spf fail…", "spf check", "spf record", "spf validation",
                "spf verification", "spf policy", "spf softfail", "spf hardfail", "failed spf", "fails spf", "pass spf",
                "per spf", "per its spf", "unauthenticated email", "unauthenticated mail", "sender policy framework",
                "sender id check", "purported responsible", "sender not authenticated", "sender is unauthenticated",
                "required authentication level", "authentication checks", "email authentication", "arc validation",
            ],
            unless: ["duplicate header", "dkim signature ok"])
    ]

    private static let sender = [
        ReplyRule(
            "sender refused", .sender, from: "Postfix, GMX, Exim, Sendmail, OpenSMTPD",
            "553 5.7.1 <news@example.org>: Sender address rejected: not owned by user kim",
            [
                "sender address rejected", "sender rejected", "sender refused", "sender denied",
                "sender address denied",
                "sender * not allowed", "senders * not allowed", "sender * not permitted", "sender * not authorized",
                "sender * not accepted", "sender * not valid", "sender * blocked", "sender * invalid",
                "sender * rejected", "sender * refused", "sender * denied", "sender * unknown", "sender * disabled",
                "sender * suspended", "sender * is not", "sender * not exist", "sender * doesnt exist",
                "sender * not found", "sender * must", "invalid sender", "invalid envelope sender", "blocked sender",
                "bad sender", "unknown sender", "illegal sender", "unroutable sender", "unrouteable sender",
                "sender verify", "sender verification", "sender address verification", "verify sender",
                "verify the sender", "verify your sender", "verifying sender", "sender domain", "senders domain",
                "domain of sender", "domain of the sender", "your sender", "your from", "your domain",
                "restricted * e mail", "not accepting mail from", "does not accept mail from",
                "not accept mail from", "we dont accept mail from", "refuse mail from", "refuse all mail from",
            ],
            unless: ["sender * ip"]),
        ReplyRule(
            "from address", .sender, from: "SendGrid, SES, Mailgun, Postmark, Exchange, Zoho",
            "550 The from address does not match a verified Sender Identity. Mail cannot be sent until this error "
                + "is resolved.",
            [
                "sender identity", "identities failed the check", "address is not verified", "address not verified",
                "domain is not verified", "domain not verified", "domain is unverified", "domain * unverified",
                "unverified domain", "unverified sender", "sender signature", "from address", "from header address",
                "from domain", "from field", "mail from domain", "mail from address", "mail from * refused",
                "mail from * rejected", "mail from * blocked", "mail from * denied", "mail from * not allowed",
                "email from * rejected", "email from * blocked", "mailfrom domain", "envelope from", "envelope sender",
                "return path", "reverse path", "not owned by", "not allowed to send as", "not authorized to send as",
                "permission to send as", "permissions to send as", "send as denied", "sendasdenied…",
                "mapiexceptionsendasdenied", "send as this",
                "disallowed as", "spoof…", "not allowed to send from", "not authorized to send from",
                "not permitted to send from", "is not allowed to send", "not authorized to send mail",
                "not authorized to send email", "not authorized to send on behalf", "not allowed to send mail",
                "not allowed to send email", "not permitted to send mail", "cannot send as", "sending domain",
                "not match authenticated", "doesnt match authenticated", "owner of the address",
            ],
            unless: ["sender * ip", "recipients from address"]),
        ReplyRule(
            "members only", .sender, from: "Exchange, Google Groups, list servers",
            "550 5.7.1 <list@example.net>: Recipient address rejected: members only",
            [
                "members only", "only members", "member only", "restricted to members", "restricted to subscribers",
                "not a member", "subscribers only", "only subscribers", "subscribed members", "internal only",
                "internal use only", "internal senders", "external senders", "only accept…", "only receive…",
                "accepts * only from", "accepts mail only", "accept mail only", "accept messages only",
                "accepts messages only", "permission to post", "not allowed to post", "not allowed to send to",
                "not authorized to send to", "not permitted to send to", "permission to send to",
                "permissions to send to", "permission to email", "rst authrequired", "rst notauthorized",
                "recipientrestricted", "not in * allowed senders", "allowed senders", "has restricted",
                "recipient not authorized", "not authorized for this recipient", "list is closed",
                "approved senders",
            ]),
    ]

    private static let account = [
        ReplyRule(
            "sending rate", .throttle, from: "Amazon SES, Gmail, Exchange Online",
            "454 Throttling failure: Maximum sending rate exceeded.",
            [
                "sending rate", "send rate", "submission rate", "message rate", "rate of messages",
                "messages per second",
                "mails per second", "emails per second", "messages per minute", "too many messages from you",
                "too many mails from you", "too many emails from you", "submission rate limit",
            ]),
        ReplyRule(
            "our quota", .account, from: "Gmail, Amazon SES, SendGrid, Brevo, cPanel",
            "550 5.4.5 Daily user sending quota exceeded.",
            [
                "sending quota", "sending limit…", "send quota", "send limit…", "sent quota", "daily sending",
                "daily user", "daily message quota", "daily message limit", "daily email limit", "daily mail limit",
                "daily quota", "daily limit", "hourly quota", "hourly limit", "monthly quota", "monthly limit",
                "weekly limit", "message quota", "messaging limit…", "mail quota exceeded for sender",
                "quota for sender", "quota exceeded for sender", "outgoing quota", "outgoing limit", "outbound quota",
                "outbound limit", "submission quota", "submission limit", "relay limit", "relay quota",
                "smtp quota", "smtp limit", "recipient rate limit", "plan limit", "limit of your plan", "your plan",
                "credits exceeded", "maximum credits", "no credits", "out of credits", "your quota", "your limit",
                "your daily", "your hourly", "your monthly", "your sending",
                "your messaging", "limit for your", "quota for your", "quota of your", "limit of your",
                "for your account", "you have exceeded", "you have reached", "youve exceeded", "youve reached",
                "you exceeded", "you reached", "you are over", "you have sent too", "you have used",
                "you are sending too", "max emails per", "max defers", "maximum emails per", "maximum messages per",
                "messages per day", "emails per day", "messages per hour", "emails per hour", "recipients per day",
                "recipients per hour", "external recipient rate", "limit * for user", "tenant has exceeded",
                "quota * for * domain", "quota * for this ip", "rate * of your account",
            ]),
        ReplyRule(
            "our account", .account, from: "Amazon SES, Brevo, Mailgun, cPanel, Zoho",
            "554 Message rejected: Sending paused for this account. For more information, please check the inbox of "
                + "the email address associated with your AWS account.",
            [
                "your account", "sending paused", "sending * been paused", "sending is paused", "sending is disabled",
                "sending * been disabled", "sending * been suspended", "sending is suspended", "sending * blocked",
                "sending status", "smtp account", "account is not yet activated", "not yet activated",
                "account not activated", "account under review", "account is under review", "your subscription",
                "unusual sending activity", "outgoing mail * suspended", "outgoing mail * disabled",
                "outgoing mail * blocked", "outgoing email * suspended", "outbound mail * blocked",
                "outbound spam", "sandbox subdomain…", "authorized recipients", "unpaid", "free account",
                "trial account",
                "domain is disabled", "domain has been disabled", "domain is suspended", "domain has been suspended",
                "domain is blocked", "domain has been blocked", "user is disabled for sending",
                "sending mail has been disabled",
                "not allowed to relay", "smtp access", "unauthorized ip", "ip address is not authorized",
            ]),
        ReplyRule(
            "login wanted", .account, from: "RFC 4954, Exchange, Postfix, Courier",
            "530 5.7.0 Authentication required",
            [
                "authentication required", "authentication is required", "authrequired", "auth required",
                "not authenticated", "must authenticate", "must be authenticated", "authenticate first",
                "please authenticate", "need to authenticate", "requires authentication", "authentication needed",
                "login required", "log in first", "please log in", "must log in", "not logged in", "smtp auth",
                "credentials invalid", "invalid credentials", "authentication failed", "authentication failure",
                "authentication unsuccessful", "invalid login", "login failed", "username and password",
                "user name or password", "bad username", "pop before smtp", "authenticate before", "client not auth…",
                "client was not authenticated", "basic authentication", "check * mail before sending",
                "authentication credentials",
            ]),
        ReplyRule(
            "relaying", .account, from: "Postfix, Sendmail, Exim, Exchange, qmail",
            "554 5.7.1 <kim@example.net>: Relay access denied",
            [
                "relay access denied", "relaying denied", "relay denied", "relaying not permitted",
                "relay not permitted", "relaying not allowed", "relay not allowed", "unable to relay", "cannot relay",
                "not permitted to relay", "relaying prohibited", "relay prohibited", "rejected relay",
                "relaying is", "unauthenticated client…",
                "relaying disallowed", "do not relay", "dont relay", "wont relay", "not a relay", "not an open relay",
                "relay attempt", "relay operation", "relaying mail", "relay from your", "authorized to relay",
                "allowed list of rcpthosts", "list of allowed rcpthosts", "rcpthosts", "not a gateway",
                "not hosted here", "not local domain", "relay * rejected", "we do not relay",
            ],
            unless: ["user unknown", "unknown user", "no such user"]),
        ReplyRule(
            "TLS wanted", .protocolError, from: "RFC 3207, Exchange, Postfix",
            "530 5.7.0 Must issue a STARTTLS command first",
            [
                "must issue a starttls", "starttls command first", "starttls is required", "starttls required",
                "encryption required", "tls required", "requires tls", "tls is required",
                "needs tls", "must use tls", "use starttls", "tls first", "without tls", "over tls", "unencrypted",
                "encrypted channel", "encrypted connection",
            ]),
    ]

    private static let host = [
        ReplyRule(
            "sending host", .reputation, from: "Postfix, GMX, Gmail, T-Online, Mimecast",
            "450 4.7.1 <mail.example.org[192.0.2.56]>: Client host rejected: cannot find your reverse hostname",
            [
                "client host", "helo command rejected", "helo * rejected", "ehlo * rejected", "invalid helo",
                "bad helo", "helo name", "helo hostname", "bad dns ptr", "dns ptr", "ptr record…", "ptr resource",
                "no ptr", "missing ptr", "reverse dns", "rdns", "reverse lookup", "reverse hostname", "ip name lookup",
                "mismatches client ip", "invalid ip", "your ip", "your server", "your host", "your network",
                "your mail server", "your mta", "your mailserver", "ip address * blocked",
                "ip address * listed", "ip address * rejected", "ip address * denied", "ip address * black…",
                "ip * blocked", "ip * rejected", "ip is blocked", "blocked ip", "banned ip", "banned sending",
                "sending ip", "sending server", "sending mta", "sending host", "source ip", "connecting ip",
                "remote ip", "mail server ip", "client ip", "from ip", "from ips",
                "host network not allowed", "not be mail exchanger", "may not be mail exchanger",
                "host rejected", "host is not allowed", "connections from", "connections will not be accepted",
                "connection from", "server * not allowed to send", "dynamic ip", "dialup", "residential",
                "messages from",
            ],
            unless: [
                "recipients ip", "connections from your", "too many", "administrator", "additional messages from",
            ])
    ]

    private static let reputation = [
        ReplyRule(
            "blocklist", .reputation, from: "Postfix with DNS lists, Spamhaus, Yahoo, Proofpoint, Barracuda",
            "554 5.7.1 Service unavailable; Client network [192.0.2.1] blocked using zen.spamhaus.org",
            [
                "blocked using", "rejected using", "denied using", "refused using", "blacklisted", "blocklisted",
                "block listed", "black listed", "blacklist * by", "listed at", "listed by", "listed in", "listed on",
                "is listed", "are listed", "on our block…", "on our black…", "on a block…", "on a black…",
                "in our black…", "in our block…", "in a blacklist", "blocked by * rbl", "blocked by dnsbl",
                "by a dnsbl", "rbl restriction", "spamhaus…", "spamcop", "senderscore", "uceprotect",
                "barracudacentral",
                "sorbs", "abuseat", "known spam source", "spam source", "denylist…", "on our block list",
            ],
            unless: [
                "url in message", "link in message", "blacklisted url", "recipient * listed in", "user * listed in",
            ]),
        ReplyRule(
            "reputation", .reputation, from: "Gmail, Microsoft, Cisco, T-Online",
            "421 4.7.0 Our system has detected that this message is likely suspicious due to the very low reputation "
                + "of the sending domain",
            [
                "reputation", "poor trust", "bad trust", "user complaints", "spam complaints", "complaints from",
                "ask your postmaster", "temporarily deferred due to", "part of their network",
                "traffic not accepted", "unusual traffic",
            ],
            unless: ["additional messages from being"]),
        ReplyRule(
            "policy of the last line", .reputation, from: "GMX, web.de, mail.com",
            "550-Requested action not taken: mailbox unavailable 550 Reject due to policy restrictions",
            ["reject due to policy", "rejected due to policy"]),
    ]
}
