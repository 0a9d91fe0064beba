// Preview: an issue in the browser while it is written, and as pictures.
//
// Purpose: one page on loopback with the message as phones and desktops show it, in the light and in the dark, its
// text part, header and source, its size and what the checks say; it follows every change of the files. Pictures of
// the same come from a headless Chromium.
//
// What it must not do: read an issue or a database itself (`PreviewSource` does), change anything, listen anywhere
// but on loopback, run a script that an issue brings along, or ask another host for a part of the page.
//
// Start reading at Live/LiveIssue.swift (what is shown, and when it is made anew), then Server/PreviewRoute.swift
// and Server/PreviewResponder.swift.
