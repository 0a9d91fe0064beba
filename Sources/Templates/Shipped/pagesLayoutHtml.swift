// Made by ops/lib/embed.py from templates/pages/layout.html: change that file, then run the script.
// swift-format-ignore-file

extension Shipped {
    static let pagesLayoutHtml = ###"""
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<title>{{title}} · {{newsletter}}</title>
<style>
:root {
  --page: #f2f3f1; --sheet: #ffffff; --text: #1f2429; --muted: #5b646c;
  --rule: #e1e4e1; --accent: #0b5cad; --accent-text: #ffffff;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0f1214; --sheet: #171b1e; --text: #e4e7ea; --muted: #9fa8b0;
    --rule: #343b41; --accent: #7fb5ec; --accent-text: #0f1214;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; padding: 32px 12px; background: var(--page); color: var(--text);
  font: 17px/1.55 -apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
.sheet { max-width: 600px; margin: 0 auto; background: var(--sheet); border-top: 4px solid var(--accent); }
header { padding: 24px 32px 18px; border-bottom: 1px solid var(--rule); font-size: 18px; font-weight: 700; }
header p { margin: 0; }
main { padding: 28px 32px 32px; }
h1 { margin: 0 0 16px; font-size: 26px; line-height: 1.25; letter-spacing: -0.3px; }
p { margin: 0 0 18px; overflow-wrap: anywhere; }
.note { margin: 0; font-size: 15px; color: var(--muted); }
a { color: var(--accent); }
form { margin: 24px 0; }
button {
  min-height: 48px; padding: 10px 22px; border: 0; border-radius: 6px; cursor: pointer;
  background: var(--accent); color: var(--accent-text); font: inherit; font-weight: 600;
}
button:hover { text-decoration: underline; }
button:focus-visible, a:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; }
@media (max-width: 620px) {
  body { padding: 0; background: var(--sheet); }
  header, main { padding-left: 20px; padding-right: 20px; }
  button { width: 100%; }
}
</style>
</head>
<body>
<div class="sheet">
<header><p>{{newsletter}}</p></header>
<main>
{{$content}}{{/content}}
</main>
</div>
</body>
</html>

"""###
}
