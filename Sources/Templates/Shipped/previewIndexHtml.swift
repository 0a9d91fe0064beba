// Made by ops/lib/embed.py from templates/preview/index.html: change that file, then run the script.
// swift-format-ignore-file

extension Shipped {
    static let previewIndexHtml = ###"""
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Preview</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/preview.css">
<script src="/preview.js" defer></script>
</head>
<body>
<a class="skip" href="#stage">Skip to the message</a>

<header class="bar">
  <div class="about">
    <p class="file"><span id="file">…</span> <span id="status" class="status" role="status"></span></p>
    <h1 id="subject">Preview</h1>
    <p class="inbox"><span id="from"></span><span id="preheader"></span></p>
  </div>
  <form id="search" class="search" role="search">
    <label for="reader">As it goes to</label>
    <input id="reader" name="reader" type="search" list="readers" autocomplete="off" spellcheck="false"
      placeholder="address or name" aria-describedby="reader-note">
    <datalist id="readers"></datalist>
    <p id="reader-note" class="note" role="status"></p>
  </form>
</header>

<div id="problem" class="problem" role="alert" hidden>
  <strong>This cannot be shown.</strong>
  <pre id="problem-text"></pre>
  <p id="problem-note"></p>
</div>

<div class="tools">
  <div class="tabs" role="tablist" aria-label="Part of the message">
    <button type="button" role="tab" id="tab-mail" aria-controls="stage-mail" data-tab="mail">HTML</button>
    <button type="button" role="tab" id="tab-text" aria-controls="stage-text" data-tab="text">Text</button>
    <button type="button" role="tab" id="tab-fields" aria-controls="stage-fields" data-tab="fields">Header</button>
    <button type="button" role="tab" id="tab-source" aria-controls="stage-source" data-tab="source">Source</button>
  </div>
  <fieldset id="looks" class="looks">
    <legend class="hidden">How the HTML part is shown</legend>
    <span class="group" role="group" aria-label="Width">
      <label><input type="radio" name="width" value="both" checked><span>Both</span></label>
      <label><input type="radio" name="width" value="phone"><span>Phone</span></label>
      <label><input type="radio" name="width" value="desktop"><span>Desktop</span></label>
    </span>
    <span class="group" role="group" aria-label="Colours">
      <label><input type="radio" name="scheme" value="light" checked><span>Light</span></label>
      <label><input type="radio" name="scheme" value="dark"><span>Dark</span></label>
    </span>
    <span class="group" role="group" aria-label="Images">
      <label><input type="radio" name="images" value="on" checked><span>Images</span></label>
      <label><input type="radio" name="images" value="off"><span>No images</span></label>
    </span>
  </fieldset>
</div>

<main hidden>
  <div id="stage" class="stage" tabindex="-1">
    <section id="stage-mail" class="mail" role="tabpanel" aria-labelledby="tab-mail">
      <figure class="device phone">
        <figcaption>Phone, 375 px</figcaption>
        <div class="screen"><iframe id="phone" title="The message on a phone" width="375" height="720"
          sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"></iframe></div>
      </figure>
      <figure class="device desktop">
        <figcaption>Desktop, 1200 px <span id="scale"></span></figcaption>
        <div class="screen"><iframe id="desktop" title="The message on a desktop" width="1200" height="720"
          sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"></iframe></div>
      </figure>
    </section>
    <section id="stage-text" class="sheet" role="tabpanel" aria-labelledby="tab-text" hidden>
      <p class="note">What text-only readers, watches and screen readers get. The rule is at 78 columns.</p>
      <pre id="text" class="text" tabindex="0"></pre>
    </section>
    <section id="stage-fields" class="sheet" role="tabpanel" aria-labelledby="tab-fields" hidden>
      <dl id="fields" class="fields"></dl>
    </section>
    <section id="stage-source" class="sheet" role="tabpanel" aria-labelledby="tab-source" hidden>
      <p class="note"><a id="download" href="/message.eml" download>Save as .eml</a> to open it in a mail program.</p>
      <pre id="source" class="source" tabindex="0"></pre>
    </section>
  </div>

  <aside aria-label="Size and checks">
    <section>
      <h2>Size</h2>
      <p class="size"><b id="html-size"></b> HTML <span id="html-share"></span></p>
      <meter id="html-meter" min="0" low="0" aria-label="HTML part, of what Gmail shows"></meter>
      <p class="note">Encoded, as it is sent. Gmail clips above <span id="clip-size"></span>.</p>
      <p class="size"><b id="message-size"></b> the whole message</p>
    </section>
    <section>
      <h2>Checks <span id="finding-count" class="count"></span></h2>
      <ol id="findings" class="findings"></ol>
    </section>
  </aside>
</main>
</body>
</html>

"""###
}
