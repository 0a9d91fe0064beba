// Made by ops/lib/embed.py from templates/pages/error.html: change that file, then run the script.
// swift-format-ignore-file

extension Shipped {
    static let pagesErrorHtml = ###"""
{{<layout}}
{{$content}}
<h1>{{title}}</h1>
<p>{{#message}}{{message}}{{/message}}{{^message}}Something went wrong on our side, and nothing has been changed. Please try again in a few minutes.{{/message}}</p>
{{/content}}
{{/layout}}

"""###
}
