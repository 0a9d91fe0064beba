// Made by ops/lib/embed.py from templates/pages/unsubscribed.html: change that file, then run the script.
// swift-format-ignore-file

extension Shipped {
    static let pagesUnsubscribedHtml = ###"""
{{<layout}}
{{$content}}
<h1>You are {{#already}}already {{/already}}unsubscribed</h1>
<p role="status">{{#address_hint}}<strong>{{address_hint}}</strong> gets{{/address_hint}}{{^address_hint}}You get{{/address_hint}} no more issues of {{list_title}}. This holds from now on, also for an issue that is being sent.</p>
<p class="note">Nothing more to do: close this page.</p>
{{/content}}
{{/layout}}

"""###
}
