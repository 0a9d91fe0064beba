// Sending: one run of a mailing, from the rows that are due to the outcomes that are stored.
//
// Purpose: decide who is sent to next, how fast, what a reply means for a delivery and when to try
// again; hand finished messages to transports and take their results back into the ledger.
//
// It must not: know SQL, sockets or curl (it sees `DeliveryLedger` and `MessageTransport`), print,
// read the clock by itself, or call a mailing finished while the ledger's sum does not hold.
//
// Start reading at `MailingRun.swift` (the feed that transports pull from), then `OutcomePolicy.swift`
// (what each result does to a delivery), then `DeliveryLedger.swift` (what is asked of the store).
