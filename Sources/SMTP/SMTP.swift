// SMTP: puts messages on the wire to one relay and says exactly what became of each.
//
// libcurl opens a session (TCP, TLS, certificate, EHLO, AUTH); from there on the dialogue is ours,
// because only so can commands be grouped (RFC 2920) and the moment be known at which a message may
// have arrived. This room must not decide what is sent, when, or whether a refusal is tried again:
// that is Sending's, behind `DeliveryFeed`. It logs nothing, stores nothing, and never lets a
// password into any text.
//
// Start reading at `Dialogue/Dialogue.swift`, the protocol as a pure state machine; then
// `Curl/CurlSession.swift`, how a session comes to be; then `Transport/RelayTransport.swift` and
// `Transport/RelayLoop.swift`, the loop that drives many sessions for one feed.
