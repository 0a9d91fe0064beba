// Made by ops/lib/embed.py from templates/digest/newsletter.css: change that file, then run the script.
// swift-format-ignore-file

extension Shipped {
    static let digestNewsletterCss = ###"""
/* A digest: a sheet with a coloured head, sections set apart by rules, contents at a glance. */
.masthead { background-color: #123a5a; color: #ffffff; }
.title a { color: #ffffff; }
.date { color: #c3d5e4; }
.content h2 { margin: 36px 0 12px; padding: 24px 0 0; border-top: 1px solid #d5d9d6; }
.content .contents { padding: 14px 18px; border-radius: 6px; background-color: #f4f6f5; }
.content .contents ul { padding: 0 0 0 20px; }
.content .contents li { margin: 0 0 3px; }
.content .contents a { text-decoration: none; }
.content hr + h2 { margin-top: 0; padding-top: 0; border-top: 0; }
.content hr + .footnotes { margin-top: 20px; }

.content h1 + h2 { margin-top: 20px; }
.column > h2:first-child { padding-top: 0; border-top: 0; }

@media (max-width: 620px) {
  .content .column + .column > h2:first-child { margin-top: 20px !important; }
}

@media (prefers-color-scheme: dark) {
  .masthead { background-color: #0d2b43 !important; color: #ffffff !important; }
  .title a { color: #ffffff !important; }
  .date { color: #a9c0d3 !important; }
  .content h2 { border-color: #343b41 !important; }
  .content .contents { background-color: #1f2529 !important; }
}

"""###
}
