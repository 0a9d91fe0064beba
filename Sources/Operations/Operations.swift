// Operations: what the people who run mailer see of it.
//
// Purpose: the delivery log (one line for each event, for grep, logrotate and log shippers), the
// numbers behind /metrics, and the texts of `mailer status` and `mailer trace`.
//
// It must not: decide anything about a mailing, stop one because a line could not be written, read
// the clock by itself, or put an address into a metric. Reports are pure functions of what the store
// counted; the only thing this room touches in the world is the log's file.
//
// Start reading at Log/MailEvent.swift (every event; docs/log.md shows each as a line), then
// Log/DeliveryLog.swift. Metrics begin at Metrics/StoreMetric.swift, reports at Reports/StatusReport.swift.
