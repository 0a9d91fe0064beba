// Rendering: from an issue (Markdown and front matter) to the bytes of one recipient's message.
//
// Purpose: everything that depends only on the issue happens once for a mailing: parsing, HTML and text
// bodies, templates, style inlining, transfer encoding. The result is a `CompiledMessage`, constant bytes
// cut at slots; a recipient's message is those bytes with the recipient's values spliced in.
//
// It knows no subscribers, no SQL and no relay, and reads no clock: dates, ids and boundaries are passed in.
// Files are read by `MessageTemplates` and the issue loader, nowhere else.
//
// Start reading at `Compile/MergeField.swift` (how a personal place is marked), then
// `Compile/MessageCompiler.swift`, which calls the rest in order. The half starts at `Issue/`.
