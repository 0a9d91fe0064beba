// Made by ops/lib/embed.py from templates/preview/preview.css: change that file, then run the script.
// swift-format-ignore-file

extension Shipped {
    static let previewPreviewCss = ###"""
/* The preview's page. The message itself is in frames and knows nothing of this. */
:root {
  --page: #eceeec; --sheet: #ffffff; --text: #1f2429; --muted: #5b646c; --rule: #d6dad6; --hover: #f2f4f2;
  --accent: #0b5cad; --accent-text: #ffffff; --error: #b3261e; --error-page: #fdecea; --warning: #8a5a00;
  --notice: #4a5a68; --good: #1a6e3a; --shadow: 0 1px 2px rgb(0 0 0 / 8%), 0 4px 14px rgb(0 0 0 / 7%);
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0f1214; --sheet: #1a1f23; --text: #e4e7ea; --muted: #9fa8b0; --rule: #343b41; --hover: #242b30;
    --accent: #7fb5ec; --accent-text: #0f1214; --error: #ffb4ab; --error-page: #3b1512; --warning: #f0c060;
    --notice: #b4bcc4; --good: #83d39b; --shadow: 0 1px 2px rgb(0 0 0 / 40%), 0 4px 14px rgb(0 0 0 / 35%);
  }
}
* { box-sizing: border-box; }
[hidden], .hidden { display: none !important; }
html, body { height: 100%; }
body {
  display: flex; flex-direction: column; margin: 0; background: var(--page); color: var(--text);
  font: 15px/1.5 -apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
p, h1, h2, figure, dl, ol { margin: 0; padding: 0; }
a { color: var(--accent); }
button, input { font: inherit; color: inherit; }
.note { color: var(--muted); font-size: 13px; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 12px; top: 12px; z-index: 9; padding: 8px 12px; background: var(--sheet); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }

/* What it is, and to whom it goes */
.bar {
  display: flex; flex-wrap: wrap; gap: 12px 32px; align-items: flex-end; padding: 14px 20px 12px;
  background: var(--sheet); border-bottom: 1px solid var(--rule);
}
.about { flex: 1 1 420px; min-width: 0; }
.file { color: var(--muted); font-size: 13px; }
.status::before { content: "·"; margin: 0 4px; }
.status:empty::before { content: none; }
.bar h1 { font-size: 20px; line-height: 1.3; letter-spacing: -0.2px; overflow-wrap: anywhere; }
.inbox { overflow: hidden; color: var(--muted); text-overflow: ellipsis; white-space: nowrap; }
#preheader:not(:empty)::before { content: "—"; margin: 0 6px; }
.search { flex: 0 1 332px; }
.search label { display: block; margin-bottom: 3px; font-size: 13px; color: var(--muted); }
.search input {
  width: 100%; padding: 7px 10px; background: var(--page); border: 1px solid var(--rule); border-radius: 6px;
}
.search .note { min-height: 1.5em; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }

/* An error in the issue */
.problem {
  padding: 12px 20px; background: var(--error-page); color: var(--text);
  border-bottom: 1px solid var(--rule); border-left: 5px solid var(--error);
}
.problem pre { margin: 4px 0; font-size: 14px; white-space: pre-wrap; overflow-wrap: anywhere; }
.problem p { font-size: 13px; }

/* What is shown, and how */
.tools {
  display: flex; flex-wrap: wrap; gap: 6px 24px; justify-content: space-between; align-items: center;
  padding: 0 20px; background: var(--sheet); border-bottom: 1px solid var(--rule);
}
.tabs { display: flex; gap: 4px; }
.tabs button {
  padding: 10px 14px; background: none; border: 0; border-bottom: 3px solid transparent; color: var(--muted);
  cursor: pointer; outline-offset: -3px;
}
.tabs button:hover { background: var(--hover); }
.tabs button[aria-selected="true"] { color: var(--text); border-bottom-color: var(--accent); font-weight: 600; }
.looks { display: flex; flex-wrap: wrap; gap: 6px 14px; margin: 0; padding: 6px 0; border: 0; }
.looks:disabled { visibility: hidden; }
.group { display: inline-flex; border: 1px solid var(--rule); border-radius: 6px; overflow: hidden; }
.group label { position: relative; cursor: pointer; }
.group label + label { border-left: 1px solid var(--rule); }
.group input { position: absolute; opacity: 0; }
.group span { display: block; padding: 4px 12px; font-size: 14px; }
.group span:hover { background: var(--hover); }
.group input:checked + span { background: var(--accent); color: var(--accent-text); }
.group input:focus-visible + span { outline: 2px solid var(--accent); outline-offset: -4px; outline-color: currentcolor; }

/* The message */
main { flex: 1; display: flex; min-height: 0; }
.stage { flex: 1; min-width: 0; overflow: auto; padding: 20px; outline: none; }
.mail { display: flex; gap: 24px; align-items: flex-start; justify-content: center; height: 100%; }
.device { display: flex; flex-direction: column; min-width: 0; height: 100%; }
.device.phone { flex: 0 0 auto; }
.device.desktop { flex: 0 1 1200px; }
.device figcaption { margin-bottom: 6px; color: var(--muted); font-size: 13px; }
.screen { flex: 1; min-height: 420px; overflow: hidden; background: #fff; border-radius: 10px; box-shadow: var(--shadow); }
.phone .screen { width: 375px; border-radius: 22px; }
.desktop .screen { width: 100%; }
.screen iframe { display: block; border: 0; transform-origin: 0 0; }
.mail[data-width="phone"] .desktop, .mail[data-width="desktop"] .phone { display: none; }

.sheet { max-width: 940px; margin: 0 auto; }
.sheet > .note { margin-bottom: 10px; }
pre, .fields { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace; }
.text, .source, .fields {
  margin: 0; padding: 20px 24px; overflow-x: auto; background-color: var(--sheet); border-radius: 8px;
  box-shadow: var(--shadow); font-size: 13.5px; line-height: 1.45; tab-size: 4;
}
/* The rule stands behind the text and moves with it. */
.text {
  background-image: linear-gradient(var(--rule), var(--rule)); background-repeat: no-repeat;
  background-size: 1px 100%; background-position: calc(24px + 78ch) 0; background-attachment: local;
}
.fields { display: grid; grid-template-columns: max-content 1fr; gap: 8px 20px; }
.fields dt { color: var(--muted); }
.fields dd { margin: 0; overflow-wrap: anywhere; }
.fields .decoded { color: var(--good); }

/* Beside it */
aside {
  flex: 0 0 332px; overflow: auto; padding: 18px 20px; background: var(--sheet); border-left: 1px solid var(--rule);
}
aside section + section { margin-top: 24px; }
aside h2 { margin-bottom: 6px; font-size: 15px; }
.count { color: var(--muted); font-weight: 400; }
meter { width: 100%; height: 14px; margin: 4px 0; }
.size b { font-size: 18px; }
.note + .size { margin-top: 8px; }
.size span { float: right; color: var(--muted); }
.findings { display: grid; gap: 10px; list-style: none; }
.findings li { padding: 8px 0 8px 12px; border-left: 3px solid var(--notice); }
.findings .error { border-color: var(--error); }
.findings .warning { border-color: var(--warning); }
.findings .none { border-color: var(--good); }
.findings .place { display: block; font: 12.5px/1.5 ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; color: var(--muted); overflow-wrap: anywhere; }
.findings .severity { font-weight: 600; }
.findings .error .severity { color: var(--error); }
.findings .warning .severity { color: var(--warning); }
.findings .message { overflow-wrap: anywhere; }

@media (max-width: 1000px) {
  html, body { height: auto; }
  main { flex-direction: column; }
  .mail, .device { height: auto; }
  .mail { flex-wrap: wrap; }
  .screen { min-height: 720px; }
  .device.desktop { flex: 1 1 100%; }
  aside { flex: none; border-left: 0; border-top: 1px solid var(--rule); }
}
@media (max-width: 420px) {
  .stage { padding: 12px 0; }
  .phone .screen { border-radius: 0; }
}

"""###
}
