// Made by ops/lib/embed.py from templates/pages/invalid.html: change that file, then run the script.
// swift-format-ignore-file

extension Shipped {
    static let pagesInvalidHtml = ###"""
{{<layout}}
{{$content}}
<h1>This link does not work</h1>
<p>It is incomplete or damaged: some mail programs cut long links. Nothing has been changed.</p>
<p>Open the newsletter again and use the link at its end, or the Unsubscribe button of your mail program. You can also answer any issue and ask to be removed.</p>
{{/content}}
{{/layout}}

"""###
}
