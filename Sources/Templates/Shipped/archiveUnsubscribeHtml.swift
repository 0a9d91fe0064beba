// Made by ops/lib/embed.py from templates/archive/unsubscribe.html: change that file, then run the script.
// swift-format-ignore-file

extension Shipped {
    static let archiveUnsubscribeHtml = ###"""
{{<layout}}
{{$content}}
<div class="archive-sheet">
<h1>Unsubscribe</h1>
<p>This is the public archive, where nobody's own link can be shown. To get no more mail from {{newsletter}}, use the link at the end of any issue in your mailbox, or the Unsubscribe button of your mail program.</p>
<p>If you no longer have one, answer to the newsletter's address and ask to be removed.</p>
</div>
{{/content}}
{{/layout}}

"""###
}
