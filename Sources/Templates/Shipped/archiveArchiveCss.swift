// Made by ops/lib/embed.py from templates/archive/archive.css: change that file, then run the script.
// swift-format-ignore-file

extension Shipped {
    static let archiveArchiveCss = ###"""
/* The archive's frame: the bar on top, the index, and the links to the neighbours. What stands between them on
   an issue's page is the message with its own style. All names begin with archive-. */
:root {
  --page: #f2f3f1; --sheet: #ffffff; --text: #1f2429; --muted: #5b646c; --rule: #e1e4e1; --accent: #0b5cad;
}
@media (prefers-color-scheme: dark) {
  :root { --page: #0f1214; --sheet: #171b1e; --text: #e4e7ea; --muted: #9fa8b0; --rule: #343b41; --accent: #7fb5ec; }
}
body.archive {
  margin: 0; background: var(--page); color: var(--text);
  font: 17px/1.55 -apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  -webkit-text-size-adjust: 100%;
}
.archive-skip { position: absolute; left: -9999px; }
.archive-skip:focus { left: 12px; top: 8px; padding: 8px 12px; background: var(--sheet); color: var(--accent); }

.archive-bar {
  display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline; gap: 4px 24px;
  max-width: 600px; margin: 0 auto; padding: 24px 12px 0; font-size: 15px;
}
.archive-bar p { margin: 0; font-weight: 700; }
.archive-bar p a { color: var(--text); text-decoration: none; }
.archive-bar nav { display: flex; gap: 20px; }
.archive-bar a, .archive-neighbours a { display: inline-block; padding: 4px 0; }
.archive-bar nav a, .archive-sheet a, .archive-neighbours a { color: var(--accent); }
.archive a:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; }

.archive-sheet {
  box-sizing: border-box; max-width: 600px; margin: 24px auto; padding: 28px 32px 16px;
  background: var(--sheet); border-top: 4px solid var(--accent);
}
.archive-sheet h1 { margin: 0 0 12px; font-size: 28px; line-height: 1.25; letter-spacing: -0.3px; }
.archive-sheet p { margin: 0 0 18px; overflow-wrap: anywhere; }
.archive-sheet .archive-lead { margin: 0; color: var(--muted); }
.archive-list { margin: 20px 0 0; padding: 0; list-style: none; }
.archive-list li { padding: 18px 0; border-top: 1px solid var(--rule); }
.archive-list h2 { margin: 2px 0 0; font-size: 19px; line-height: 1.35; overflow-wrap: anywhere; }
.archive-list a { text-decoration: none; }
.archive-list a:hover { text-decoration: underline; }
.archive-list .archive-date { margin: 0; font-size: 14px; color: var(--muted); }
.archive-list .archive-summary { margin: 4px 0 0; font-size: 16px; color: var(--muted); }

.archive-neighbours {
  display: flex; flex-wrap: wrap; justify-content: space-between; gap: 12px 32px;
  max-width: 600px; margin: 0 auto; padding: 0 12px 40px; font-size: 15px; color: var(--muted);
}
.archive-neighbours p { margin: 0; max-width: 270px; overflow-wrap: anywhere; }
.archive-neighbours .archive-older { margin-left: auto; text-align: right; }

@media (max-width: 620px) {
  body.archive { background: var(--sheet); }
  .archive-bar { padding: 16px 20px; background: var(--sheet); border-bottom: 1px solid var(--rule); }
  .archive-sheet { margin: 0; padding: 24px 20px 12px; border-top: 0; }
  .archive-neighbours { padding: 24px 20px 40px; }
}

"""###
}
