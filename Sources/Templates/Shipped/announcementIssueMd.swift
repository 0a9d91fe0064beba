// Made by ops/lib/embed.py from templates/announcement/issue.md: change that file, then run the script.
// swift-format-ignore-file

extension Shipped {
    static let announcementIssueMd = ###"""
---
subject: <<subject>>
preheader: ""       # what mail programs show behind the subject
date: <<date>>
template: announcement
---

What is new, in one sentence that says what readers gain.

[Say what the click does](https://example.org "button")

## What it means for you

A paragraph or two.

<!-- columns -->
### When

Day and time.
<!-- column -->
### Where

The place.
<!-- /columns -->

> [!NOTE]
> What readers must not miss.

"""###
}
