/// Why a reader is not mailed, said in one place for the freezing of an audience and for claims.
///
///     unsubscribed 2026-11-22 by one-click
///     suppressed: hard_bounce since 2026-01-02
enum SkipReasonSQL {
    /// From a subscription `s` and its address's suppression `x`, either possibly absent (LEFT JOIN);
    /// null where nothing stands against mailing the reader.
    static let reason = """
        CASE
            WHEN s.state IS NULL THEN 'no longer on the list'
            WHEN s.state = 'unsubscribed' THEN 'unsubscribed ' || date(s.since / 1000, 'unixepoch') || ' by ' || s.source
            WHEN s.state = 'pending' THEN 'not confirmed'
            ELSE 'suppressed: ' || x.reason || ' since ' || date(x.at / 1000, 'unixepoch')
        END
        """
}
