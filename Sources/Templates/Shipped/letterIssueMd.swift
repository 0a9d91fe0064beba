// Made by ops/lib/embed.py from templates/letter/issue.md: change that file, then run the script.
// swift-format-ignore-file

extension Shipped {
    static let letterIssueMd = ###"""
---
subject: <<subject>>
preheader: ""       # what mail programs show behind the subject
date: <<date>>
template: letter
---

Dear {{name | "reader"}},

write as you would to one person. A blank line begins a new paragraph.

Yours,\
The editor

"""###
}
