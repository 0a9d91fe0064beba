// Web: the few pages that readers see, and the two addresses that monitoring asks.
//
// Purpose: `/u/TOKEN`, where a reader or the mailbox provider in their name leaves a list (RFC 8058);
// `/healthz` and `/metrics`. Plain HTML without scripts, cookies or logins; a proxy in front does TLS.
//
// What it must not do: change anything on GET or HEAD, redirect a one-click POST, say "unsubscribed"
// before the store has it, show a whole address, log a token, or send mail.
//
// Start reading at Routes/Route.swift (which request goes where, pure), then
// Routes/WebResponder+Unsubscribe.swift, then Server/WebServer.swift.
