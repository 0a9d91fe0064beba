// Mail: the vocabulary that every room shares.
//
// Purpose: addresses, envelopes, header fields, MIME encodings, SMTP replies, and what can become of
// a delivery, as plain values. Everything here is pure: no clock, no files, no network, no C library.
// It imports nothing of ours; any other room may import it.
//
// Start reading at `Address/EmailAddress.swift`, then `Reply/SMTPReply.swift`, then
// `Delivery/DeliveryFeed.swift`, which is the seam between who decides what to send (Sending) and who
// puts it on the wire (SMTP).
