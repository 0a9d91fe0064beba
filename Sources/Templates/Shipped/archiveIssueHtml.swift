// Made by ops/lib/embed.py from templates/archive/issue.html: change that file, then run the script.
// swift-format-ignore-file

extension Shipped {
    static let archiveIssueHtml = ###"""
{{<layout}}
{{$head}}
<style>
{{{style}}}
</style>
{{/head}}
{{$content}}
<article class="archive-message">
{{{message}}}
</article>
<nav class="archive-neighbours" aria-label="Other issues">
{{#newer}}
<p class="archive-newer">Newer<br><a href="{{href}}" rel="next" lang="{{language}}">{{title}}</a></p>
{{/newer}}
{{#older}}
<p class="archive-older">Older<br><a href="{{href}}" rel="prev" lang="{{language}}">{{title}}</a></p>
{{/older}}
</nav>
{{/content}}
{{/layout}}

"""###
}
