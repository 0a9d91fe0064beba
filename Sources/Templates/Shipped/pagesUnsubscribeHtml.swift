// Made by ops/lib/embed.py from templates/pages/unsubscribe.html: change that file, then run the script.
// swift-format-ignore-file

extension Shipped {
    static let pagesUnsubscribeHtml = ###"""
{{<layout}}
{{$content}}
<h1>Unsubscribe from {{list_title}}?</h1>
<p>{{#address_hint}}We will send no more issues of {{list_title}} to <strong>{{address_hint}}</strong>.{{/address_hint}}{{^address_hint}}We will send you no more issues of {{list_title}}.{{/address_hint}}</p>
<form method="post" action="{{action_url}}">
{{#token}}
<input type="hidden" name="token" value="{{token}}">
{{/token}}
<button type="submit">Unsubscribe</button>
</form>
<p class="note">Nothing has changed yet. If you came here by mistake, close this page.</p>
{{/content}}
{{/layout}}

"""###
}
