import Mail

/// Refusals and failures that are about the way to the reader's host.
enum RouteRules {
    static let table: [ReplyRule] = host + expired + breakage + blocked

    private static let host = [
        ReplyRule(
            "unknown host", .hard, from: "Postfix, Exim, Sendmail",
            "550 5.1.2 <kim@example.invalid>: Recipient address rejected: Domain not found",
            [
                "host not found", "host unknown", "unknown host", "no such domain", "unknown domain",
                "domain * not exist",
                "domain does not exist", "domain doesnt exist", "find any host by that name", "domain name not found",
                "unrouteable mail domain", "unroutable mail domain", "unrouteable address", "unroutable address",
                "domain not found", "domain is not reachable", "bad destination host", "invalid domain", "no mx",
                "nonexistent domain", "does not exist in dns", "no such host", "host does not exist",
                "couldnt find any host", "all relevant mx records point to non existent hosts",
            ],
            unless: [
                "not found try again", "try again later", "temporar…", "lookup failure", "timed out",
                "did not complete",
            ])
    ]

    private static let expired = [
        ReplyRule(
            "expired", .expired, from: "Postfix, Exim, Exchange, qmail",
            "retry timeout exceeded",
            [
                "expired", "retry timeout", "timed out", "time out", "timeout", "too long in queue", "queue too long",
                "been in the queue too long", "delivery attempts", "multiple retries", "delivery time",
                "unable to deliver * in", "failed * attempts", "connection refused", "connection dropped",
                "connection was dropped", "connection reset", "no route to host", "network is unreachable",
                "network unreachable", "unable to connect", "could not connect", "connect to",
                "establish an smtp connection", "not accept our requests to connect", "socket error", "lost connection",
                "could not find a gateway", "cannot send message for", "dns query failed", "name service error",
                "host name lookup failure", "lookup failure", "initiate smtp conversation", "server unavailable",
                "connection failed", "giving up", "aborted after", "did not respond", "not responding",
            ])
    ]

    private static let breakage = [
        ReplyRule(
            "loop", .protocolError, from: "Postfix, Exchange, Sendmail", "554 5.4.6 Too many hops",
            ["too many hops", "loops back", "mail loop", "looping", "routing loop", "loop detected", "hop count"]),
        ReplyRule(
            "server error", .protocolError, from: "Sendmail, Exchange", "451 4.3.0 Internal error",
            [
                "system config error", "internal error", "internal system error", "configuration error", "local error",
                "mailer error", "syntax error", "command not", "bad sequence", "not implemented", "out of memory",
                "couldnt create", "permission denied", "temporary failure", "unexpected", "command output",
                "command failed",
            ]),
    ]

    /// Words that say "no" without a reason.
    private static let blocked = [
        ReplyRule(
            "refused", .reputation, from: "all", "550 Access denied",
            [
                "blocked", "access denied", "denied", "forbidden", "not authorized", "not allowed", "not permitted",
                "service refuse…",
            ])
    ]
}
