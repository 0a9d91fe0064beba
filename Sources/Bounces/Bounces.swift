// Bounces: what came back, and what it means.
//
// Purpose: read messages that return (standard reports, feedback reports, the free text of old servers,
// automatic replies), find out whom they are about, and classify refusals, those in our own dialogue
// included. Everything is a pure function of bytes or of a reply; decisions stand in tables, each row
// with a name that is kept with the bounce, so that history can be explained and reclassified.
//
// It must not: suppress anybody (the store's policy does, and only for a verified return address), read
// mailboxes, know the clock, or let a GMime pointer out of `MIME/MIMEReader.swift`. A reply of 5xx is not
// hard by itself, and no live address may be called hard.
//
// Start reading at `BounceParser.swift`; for refusals at `Replies/ReplyClassifier.swift` and its tables.
