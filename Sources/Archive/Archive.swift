// Archive: a site of the issues that were sent, for everybody to read: pages, an index, an Atom feed.
//
// Purpose: turn listings and contents, which hold nothing personal, into files with names, and put them into a
// folder so that a second run writes nothing. The web server shows the same files straight from the store.
//
// What it must not do: decide what is public, know subscribers or SQL, render Markdown, or touch a file in the folder
// that it did not write.
//
// Start reading at ArchiveSite.swift (which file holds what), then ArchiveFolder.swift.
