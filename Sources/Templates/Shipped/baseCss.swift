// Made by ops/lib/embed.py from templates/base.css: change that file, then run the script.
// swift-format-ignore-file

extension Shipped {
    static let baseCss = ###"""
/* What every template shares: how an issue's words look. Rules are moved into the elements; what only a style
   sheet can say (@media, :hover) stays in the head and needs !important to win over what was moved. */

/* The page around the sheet */
body, .page { margin: 0; padding: 0; width: 100%; background-color: #f2f3f1; }
body { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
/* Fixed: neither a wide image nor a long word in a cell can widen the sheet beyond the screen. */
.page, .sheet { table-layout: fixed; border-collapse: separate; }
.gutter { padding: 32px 12px; }
.preheader {
  display: none;
  max-height: 0;
  max-width: 0;
  overflow: hidden;
  opacity: 0;
  font-size: 1px;
  line-height: 1px;
  color: #f2f3f1;
  mso-hide: all;
}
/* The link to the issue's page in the archive, above the sheet */
.view {
  margin: 0 0 12px;
  font-family: -apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;
  font-size: 13px;
  line-height: 1.4;
}
.view a { color: #5b646c; text-decoration: underline; }
.sheet { width: 100%; max-width: 600px; background-color: #ffffff; }
.masthead, .content, .footer {
  font-family: -apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;
  text-align: left;
  color: #1f2429;
}
.masthead { padding: 28px 32px 20px; }
.title { margin: 0; font-size: 21px; line-height: 1.3; font-weight: 700; letter-spacing: -0.2px; }
.title a { color: #1f2429; text-decoration: none; }
.date { margin: 4px 0 0; font-size: 14px; line-height: 1.4; color: #5b646c; }
.footer { padding: 20px 32px 28px; border-top: 1px solid #e1e4e1; font-size: 13px; line-height: 1.5; color: #5b646c; }
.footer p { margin: 0 0 8px; }
.footer a { color: #5b646c; text-decoration: underline; }

/* Running text */
.content { padding: 28px 32px 20px; font-size: 16px; line-height: 1.55; word-break: break-word; overflow-wrap: break-word; }
.content p, .content ul, .content ol { margin: 0 0 18px; }
.content h1, .content h2, .content h3, .content h4, .content h5, .content h6 { color: #14181c; font-weight: 700; }
.content h1 { margin: 8px 0 18px; font-size: 27px; line-height: 1.25; letter-spacing: -0.4px; }
.content h2 { margin: 34px 0 12px; font-size: 21px; line-height: 1.3; letter-spacing: -0.2px; }
.content h3 { margin: 28px 0 10px; font-size: 18px; line-height: 1.35; }
.content h4, .content h5, .content h6 { margin: 24px 0 8px; font-size: 16px; line-height: 1.4; }
.content a { color: #0b5cad; text-decoration: underline; }
.content hr { margin: 28px 0; border: 0; border-top: 1px solid #d5d9d6; }
.content img {
  max-width: 100%;
  height: auto;
  border: 0;
  border-radius: 4px;
  font-size: 14px;
  line-height: 1.4;
  font-style: italic;
  color: #5b646c;
}
.content sup { font-size: 12px; line-height: 1; }
.content mark { padding: 0 2px; background-color: #fff3b8; color: #1f2429; }

/* Lists; a task's box stands where the bullet would */
.content ul, .content ol { padding: 0 0 0 26px; }
.content li { margin: 0 0 6px; }
.content li > p { margin: 0 0 8px; }
.content li > ul, .content li > ol { margin: 6px 0 0; }
.content .task { list-style-type: none; }
.content .tasks { padding: 0 0 0 4px; }

/* Quotes, code */
.content blockquote { margin: 0 0 18px; padding: 2px 0 2px 18px; border-left: 3px solid #b9c6d3; color: #4a535b; }
.content blockquote > p { margin: 0 0 10px; }
.content code, .content pre {
  font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace;
  font-size: 14px;
}
.content code { padding: 2px 4px; border-radius: 3px; background-color: #f0f2f0; }
.content .code { margin: 0 0 18px; }
.content .code td { padding: 14px 16px; border-radius: 6px; background-color: #f0f2f0; }
.content pre { margin: 0; line-height: 1.5; white-space: pre-wrap; word-break: normal; overflow-wrap: anywhere; }
.content pre code { padding: 0; background-color: transparent; }

/* Tables: one that is too wide for the screen scrolls alone */
.content .table { margin: 0 0 18px; overflow-x: auto; }
.content .data, .content table:not([role]) { width: 100%; border-collapse: collapse; font-size: 15px; line-height: 1.45; }
.content .data th, .content table:not([role]) th {
  padding: 8px 16px 8px 0;
  border-bottom: 2px solid #c9d0d5;
  text-align: left;
  vertical-align: bottom;
  word-break: normal;
}
.content .data td, .content table:not([role]) td {
  padding: 8px 16px 8px 0;
  border-bottom: 1px solid #e1e4e1;
  vertical-align: top;
  word-break: normal;
}
/* One that an author wrote as HTML */
.content table:not([role]):not([class]) { margin: 0 0 18px; }
.content table:not([role]) td[bgcolor], .content table:not([role]) th[bgcolor] { padding-left: 12px; }
.content .data tr > :last-child { padding-right: 0; }
.content .data [align="right"] { text-align: right; }
.content .data [align="center"] { text-align: center; }

/* Call-outs */
.content .callout { margin: 0 0 18px; }
.content .callout td { padding: 14px 18px; border-left: 4px solid #0b5cad; border-radius: 4px; background-color: #eef4fa; }
.content .callout-title { margin: 0 0 6px; font-size: 15px; font-weight: 700; color: #0b5cad; }
.content .note td { border-color: #0b5cad; }
.content .tip td { border-color: #1a6b3c; background-color: #edf7f0; }
.content .tip .callout-title { color: #1a6b3c; }
.content .important td { border-color: #6a3fb5; background-color: #f4effc; }
.content .important .callout-title { color: #6a3fb5; }
.content .warning td { border-color: #8a5300; background-color: #fdf5e6; }
.content .warning .callout-title { color: #8a5300; }
.content .caution td { border-color: #b3261e; background-color: #fdefee; }
.content .caution .callout-title { color: #b3261e; }

/* Buttons */
.content .button { margin: 4px 0 22px; }
.content .button td { border-radius: 6px; background-color: #0b5cad; mso-padding-alt: 12px 24px; }
.content .button a {
  display: inline-block;
  padding: 12px 24px;
  border-radius: 6px;
  color: #ffffff;
  font-weight: 700;
  line-height: 1.3;
  text-decoration: none;
}

/* Columns: side by side where there is room, without a media query; the last has no gap behind it */
.content .columns { margin: 0 0 6px; }
.content .column {
  display: inline-block;
  box-sizing: border-box;
  width: 100%;
  padding: 0 24px 0 0;
  vertical-align: top;
}
.content .column:last-child { padding: 0; }
.content .columns-2 > .column { max-width: 280px; }
.content .columns-2 > .column:last-child { max-width: 256px; }
.content .columns-3 > .column { max-width: 186px; }
.content .columns-3 > .column:last-child { max-width: 162px; }
.content .columns-4 > .column { max-width: 140px; }
.content .columns-4 > .column:last-child { max-width: 116px; }

/* Contents, footnotes */
.content .contents { margin: 0 0 22px; }
.content .contents ul { margin: 0; }
.content .footnotes { font-size: 14px; color: #4a535b; }

/* What runs from right to left */
[dir="rtl"] .masthead, [dir="rtl"] .content, [dir="rtl"] .footer, .content [dir="rtl"], .content [dir="rtl"] th {
  text-align: right;
}
.content [dir="ltr"] { text-align: left; }
[dir="rtl"] .content ul, [dir="rtl"] .content ol, .content ul[dir="rtl"], .content ol[dir="rtl"] { padding: 0 26px 0 0; }
.content ul[dir="ltr"], .content ol[dir="ltr"] { padding: 0 0 0 26px; }
[dir="rtl"] .content blockquote, .content blockquote[dir="rtl"] {
  padding: 2px 18px 2px 0;
  border-left: 0;
  border-right: 3px solid #b9c6d3;
}
.content .callout td[dir="rtl"], [dir="rtl"] .content .callout td:not([dir]) {
  border-left: 0;
  border-right-style: solid;
  border-right-width: 4px;
}

/* The space above the first element is its container's, so is that below the last */
.content > :first-child, .column > :first-child { margin-top: 0 !important; }
.content blockquote > :last-child, .content .callout td > :last-child { margin-bottom: 0 !important; }

.content a:hover { text-decoration: none !important; }

/* Small screens */
@media (max-width: 620px) {
  .gutter { padding: 0 !important; }
  .view { margin: 0 !important; padding: 10px 20px !important; }
  .masthead { padding: 22px 20px 16px !important; }
  .content { padding: 22px 20px 12px !important; font-size: 17px !important; }
  .footer { padding: 18px 20px 28px !important; }
  .content h1 { font-size: 25px !important; }
  .content .columns > .column { max-width: 100% !important; padding: 0 !important; }
  .content .data th, .content .data td { padding-right: 12px !important; }
}

/* Dark mode, where the mail program lets us choose the colours; those that look here keep theirs off the page */
@media all { :root { color-scheme: light dark; supported-color-schemes: light dark; } }
@media (prefers-color-scheme: dark) {
  body, .page { background-color: #0f1214 !important; }
  .preheader { color: #0f1214 !important; }
  .sheet { background-color: #171b1e !important; }
  .masthead, .content { color: #e4e7ea !important; }
  .footer, .content .data td, .content hr, .content table:not([role]) td { border-color: #343b41 !important; }
  .title a, .content h1, .content h2, .content h3, .content h4, .content h5, .content h6 { color: #f2f4f6 !important; }
  .date, .view a, .footer, .footer a, .content img { color: #9fa8b0 !important; }
  .content a { color: #8ac0f5 !important; }
  .content mark { background-color: #5c4d12 !important; color: #fdf6d8 !important; }
  .content blockquote, .content .footnotes { color: #b4bcc4 !important; }
  .content blockquote { border-color: #4b5a68 !important; }
  .content .data th, .content table:not([role]) th { border-color: #4b5660 !important; }
  .content code, .content .code td { background-color: #22282d !important; }
  .content pre code { background-color: transparent !important; }
  .content .callout td { border-color: #8ac0f5 !important; background-color: #1c2833 !important; }
  .content .callout-title { color: #8ac0f5 !important; }
  .content .tip td { border-color: #7fd19b !important; background-color: #18291e !important; }
  .content .tip .callout-title { color: #7fd19b !important; }
  .content .important td { border-color: #c3a6f5 !important; background-color: #261f35 !important; }
  .content .important .callout-title { color: #c3a6f5 !important; }
  .content .warning td { border-color: #e8b860 !important; background-color: #2c2516 !important; }
  .content .warning .callout-title { color: #e8b860 !important; }
  .content .caution td { border-color: #f2a19b !important; background-color: #331d1c !important; }
  .content .caution .callout-title { color: #f2a19b !important; }
  .content .button td { background-color: #8ac0f5 !important; }
  .content .button a { color: #0f1214 !important; }
}

"""###
}
