// Made by ops/lib/embed.py from templates/init/first-issue.md: change that file, then run the script.
// swift-format-ignore-file

extension Shipped {
    static let initFirstIssueMd = ###"""
---
subject: "Our first issue"
preheader: "What this newsletter is, and how to leave it"
date: <<date>>
template: digest
---

Good morning, {{name | "reader"}}! This is the first issue of a newsletter that is written in Markdown. Change
whatever you like, and look at it with `mailer preview` while you do.

## What an issue can hold

- Emphasis that is *light* or **strong**, and [links that say where they lead](https://commonmark.org/help/).
- Names of readers, as above, with a word for those who gave none.
- Words for some readers only:

{{#town}}We hope that the weather in {{town}} is fine.{{/town}}
{{^town}}We hope that the weather is fine where you are.{{/town}}

> A sentence worth quoting stands in a box of its own.

## What happens next

Next week there is more. Whoever has had enough leaves by one click, at the end of this mail.

"""###
}
