// MailerCLI: the commands, and the only place where rooms are put together.
//
// Purpose: one file per command; `App/` builds what commands need (store, keys, relays, the log) from
// the configuration; `Terminal/` is the one way to speak to people: results on stdout, diagnostics on
// stderr, exit codes that scripts can trust.
//
// It must not: decide anything about a delivery, know SQL or SMTP, or keep state of its own.
//
// Start reading at `MailerCommand.swift`, then `App/App.swift`, then `Commands/SendCommand.swift`.
