// Made by ops/lib/embed.py from templates/archive/index.html: change that file, then run the script.
// swift-format-ignore-file

extension Shipped {
    static let archiveIndexHtml = ###"""
{{<layout}}
{{$content}}
<div class="archive-sheet">
<h1>All issues</h1>
{{#issues}}
{{#first()}}
<p class="archive-lead">What {{newsletter}} has sent, the newest first.</p>
<ol class="archive-list">
{{/first()}}
<li>
<p class="archive-date"><time datetime="{{published}}">{{date}}</time>{{#list}} · {{list}}{{/list}}</p>
<h2 lang="{{language}}" dir="auto"><a href="{{href}}">{{title}}</a></h2>
{{#summary}}
<p class="archive-summary" lang="{{language}}" dir="auto">{{summary}}</p>
{{/summary}}
</li>
{{#last()}}
</ol>
{{/last()}}
{{/issues}}
{{^issues}}
<p class="archive-lead">No issue has been sent yet.</p>
{{/issues}}
</div>
{{/content}}
{{/layout}}

"""###
}
