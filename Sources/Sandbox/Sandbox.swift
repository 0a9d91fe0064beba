// Sandbox: an SMTP server for demos, tests and rehearsals.
//
// Purpose: take messages over SMTP as a careful relay would, keep them (as .eml files, in memory or
// not at all), and fail exactly where and how it was told to. It is strict: what a real relay might
// refuse, it refuses, so that a fault of the sender shows here and not at a provider.
//
// It must not relay or look anything up, and it knows nothing of the other rooms, not even the
// vocabulary: a mistake there must not be repeated here.
//
// Start reading at `Server/SandboxServer.swift`. The protocol is a pure state machine,
// `Dialogue/Dialogue.swift`; `Server/DialogueHandler.swift` is the only code that touches a socket,
// `Outbox/OutboxDirectory.swift` the only that touches files. What can be ordered to fail is in
// `Faults/Fault.swift`.
