/// The words in which faults are ordered, for help and error texts.
package enum FaultGrammar {
    package static let example = "rcpt=550 5.1.1 No such user @every:10"

    static let steps = Fault.Step.allCases.map(\.rawValue).joined(separator: ", ")
    static let actions =
        "a reply (550 5.1.1 Text), "
        + (Fault.Slip.allCases.map(\.rawValue) + Fault.Ending.allCases.map(\.rawValue)).joined(separator: ", ")
        + ", drop-after, reset-after, hang-after, slow, delay 50ms"
    static let selectors = "@every:N, @first:N, @after:N, @to:PATTERN, @from:PATTERN, @connection:N"

    /// What `--fault` takes, for people.
    package static let help = """
        A fault is STEP=ACTION [@SELECTOR ...]. The first fault that fits decides; delays add up.

        STEP      greeting, helo, ehlo, starttls, auth, mail, rcpt, data, rset, quit;
                  body (while the message comes in), dot (after the final dot),
                  any (each of them but body)
        ACTION    CODE TEXT    this reply, 200 to 599, whether it fits or not;
                               \\n in TEXT begins another line; 421 also closes
                  garbage      say something that is no reply
                  omit         do it, and say nothing
                  twice        do it, and say the reply twice
                  drop         close the connection instead of replying
                  reset        reset the connection (RST)
                  hang         keep the connection open and never reply
                  stall        the same, and read no more
                  alert        break TLS with an alert and close
                  drop-after, reset-after, hang-after
                               only at dot: store the message first
                  slow         only at body: read slowly
                  delay TIME   reply later (50ms, 2s)
        SELECTOR  @every:N       each N-th time only, counted over all connections
                  @first:N       N times only
                  @after:N       not the first N times
                  @to:PATTERN    recipients that fit, such as *@example.net (rcpt, data, body, dot)
                  @from:PATTERN  senders that fit (the same, and mail)
                  @connection:N  the N-th connection only
        Short     delay=TIME is any=delay TIME

        Examples  rcpt=550 5.1.1 No such user @to:gone-*@example.net
                  mail=451 4.7.1 Try again later @first:3
                  dot=drop-after @every:100
                  delay=50ms
        """
}
