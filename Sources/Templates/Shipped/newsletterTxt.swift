// Made by ops/lib/embed.py from templates/newsletter.txt: change that file, then run the script.
// swift-format-ignore-file

extension Shipped {
    static let newsletterTxt = ###"""
{{{content}}}

-- 
You get {{newsletter}} because {{email}}
is subscribed to it.

{{newsletter}}:
{{base_url}}

Unsubscribe:
{{unsubscribe_url}}
{{#help_url}}

Help:
{{help_url}}
{{/help_url}}
{{#view_url}}

View in browser:
{{view_url}}
{{/view_url}}
{{#postal_address}}

{{#organisation}}{{organisation}}
{{/organisation}}{{postal_address}}
{{/postal_address}}

"""###
}
