// Made by ops/lib/embed.py from templates/digest/issue.md: change that file, then run the script.
// swift-format-ignore-file

extension Shipped {
    static let digestIssueMd = ###"""
---
subject: <<subject>>
preheader: ""       # what mail programs show behind the subject
date: <<date>>
template: digest
---

In two sentences: what this issue brings.

<!-- toc -->

## First story

What happened, and why it matters. [Read on](https://example.org/first).

## Second story

> A sentence worth quoting.

## In short

* One thing in one line: [link](https://example.org/one)
* Another thing: [link](https://example.org/two)

"""###
}
