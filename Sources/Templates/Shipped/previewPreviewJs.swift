// Made by ops/lib/embed.py from templates/preview/preview.js: change that file, then run the script.
// swift-format-ignore-file

extension Shipped {
    static let previewPreviewJs = ###"""
// The preview's page: asks for the state when the server says that there is a new one, and shows it.
// Everything that comes from the issue is set as text, never as markup.
"use strict";

const byID = (id) => document.getElementById(id);
const settings = new URLSearchParams(location.search);
const frames = [byID("phone"), byID("desktop")];
let shown = null;
let newest = 0;

// The address bar remembers reader and view, so that a reload and a bookmark do too.
function remember(name, value, usual) {
  if (value === usual) settings.delete(name); else settings.set(name, value);
  const query = settings.toString();
  history.replaceState(null, "", query ? "?" + query : location.pathname);
}

function setting(name, usual) { return settings.get(name) || usual; }

function text(id, value) { byID(id).textContent = value || ""; }

function element(name, className, value) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.textContent = value;
  return made;
}

function kilobytes(bytes) { return (bytes / 1024).toFixed(1) + " KB"; }

// --- State

async function load() {
  const asked = ++newest;
  try {
    const answer = await fetch("/state?" + new URLSearchParams({ reader: setting("reader", "") }));
    const state = await answer.json();
    if (asked === newest) show(state);
  } catch {
    text("status", "no connection: is mailer preview still running?");
  }
}

function show(state) {
  text("file", state.file);
  text("status", "updated " + new Date().toLocaleTimeString());
  shown = state.message ? state : shown;
  showProblem(state);
  if (!state.message) return;
  document.querySelector("main").hidden = false;
  const message = state.message;
  document.title = message.subject + " · Preview";
  text("subject", message.subject);
  text("from", message.from);
  text("preheader", message.preheader);
  text("text", message.text);
  text("source", message.source);
  showReader(message.reader);
  showFields(message.fields);
  showSize(state);
  showFindings(message.findings);
  showFrames();
  byID("download").href = "/message.eml?" + new URLSearchParams({ reader: setting("reader", "") });
}

function showProblem(state) {
  byID("problem").hidden = !state.problem;
  text("problem-text", state.problem);
  const before = shown ? "Below is what could be shown last. " : "";
  text("problem-note", before + "The page follows as soon as a file is saved or another reader is chosen.");
}

function showReader(reader) {
  if (document.activeElement !== byID("reader")) byID("reader").value = reader.address;
  text("reader-note", reader.isSample ? "A sample reader, without a name." : reader.name || "No name is known.");
}

function showFields(fields) {
  byID("fields").replaceChildren(...fields.flatMap((field) => {
    const value = element("dd", "", field.value);
    const decoded = decodeWords(field.value);
    if (decoded !== field.value) value.append(element("div", "decoded", decoded));
    return [element("dt", "", field.name), value];
  }));
}

// Encoded words (RFC 2047); white space between two of them means nothing.
function decodeWords(value) {
  const joined = value.replace(/(\?=)\s+(=\?)/g, "$1$2");
  return joined.replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (word, encoding, content) => {
    try {
      const bytes = encoding.toLowerCase() === "b" ? atob(content) : content.replace(/_/g, " ")
        .replace(/=([0-9a-f]{2})/gi, (_, code) => String.fromCharCode(parseInt(code, 16)));
      return new TextDecoder().decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)));
    } catch { return word; }
  });
}

function showSize(state) {
  const { htmlSize, messageSize } = state.message;
  text("html-size", kilobytes(htmlSize));
  text("html-share", Math.round(100 * htmlSize / state.clipSize) + " %");
  text("clip-size", kilobytes(state.clipSize).replace(".0", ""));
  text("message-size", kilobytes(messageSize));
  const meter = byID("html-meter");
  meter.max = state.clipSize;
  meter.high = state.clipSize * 0.9;
  meter.optimum = 0;
  meter.value = htmlSize;
}

function showFindings(findings) {
  text("finding-count", findings.length ? String(findings.length) : "");
  const items = findings.map((finding) => {
    const item = element("li", finding.severity, "");
    const message = element("span", "message", " " + finding.message);
    item.append(
      element("span", "severity", finding.severity), message,
      element("span", "place", finding.place + " [" + finding.rule + "]" + (finding.isFixable ? ", check --fix mends it" : "")));
    return item;
  });
  if (!items.length) items.push(element("li", "none", "Nothing to complain about."));
  byID("findings").replaceChildren(...items);
}

// --- Frames

// A message that only changed a little stays where it was scrolled to.
function showFrames() {
  if (!shown) return;
  const query = new URLSearchParams({
    reader: setting("reader", ""), scheme: setting("scheme", "light"), images: setting("images", "on"), v: shown.version,
  });
  const address = "/message?" + query;
  for (const frame of frames) {
    if (frame.getAttribute("src") === address) continue;
    const before = frame.contentWindow ? frame.contentWindow.scrollY : 0;
    frame.onload = () => frame.contentWindow.scrollTo(0, before);
    frame.src = address;
    frame.style.colorScheme = setting("scheme", "light");
  }
}

// The desktop's 1200 pixels take the room that there is.
function fit() {
  for (const frame of frames) {
    const screen = frame.parentElement;
    if (!screen.clientWidth) continue;
    const scale = Math.min(1, screen.clientWidth / Number(frame.getAttribute("width")));
    frame.style.transform = scale < 1 ? `scale(${scale})` : "none";
    frame.style.height = screen.clientHeight / scale + "px";
    if (frame.id === "desktop") text("scale", scale < 1 ? "at " + Math.round(scale * 100) + " %" : "");
  }
}

// --- Tabs and switches

const tabs = [...document.querySelectorAll("[role=tab]")];

function select(name, focus) {
  for (const tab of tabs) {
    const isChosen = tab.dataset.tab === name;
    tab.setAttribute("aria-selected", isChosen);
    tab.tabIndex = isChosen ? 0 : -1;
    byID("stage-" + tab.dataset.tab).hidden = !isChosen;
    if (isChosen && focus) tab.focus();
  }
  byID("looks").disabled = name !== "mail";
  remember("part", name, "mail");
  fit();
}

for (const [index, tab] of tabs.entries()) {
  tab.addEventListener("click", () => select(tab.dataset.tab));
  tab.addEventListener("keydown", (event) => {
    const steps = { ArrowRight: index + 1, ArrowLeft: index - 1 + tabs.length, Home: 0, End: tabs.length - 1 };
    if (!(event.key in steps)) return;
    event.preventDefault();
    select(tabs[steps[event.key] % tabs.length].dataset.tab, true);
  });
}

for (const [name, usual] of [["width", "both"], ["scheme", "light"], ["images", "on"]]) {
  for (const input of document.querySelectorAll(`input[name=${name}]`)) {
    input.checked = input.value === setting(name, usual);
    input.addEventListener("change", () => {
      remember(name, input.value, usual);
      arrange();
    });
  }
}

function arrange() {
  byID("stage-mail").dataset.width = setting("width", "both");
  showFrames();
  fit();
}

// --- Readers

let searches = 0;

async function search() {
  const asked = ++searches;
  const answer = await fetch("/readers?" + new URLSearchParams({ q: byID("reader").value }));
  if (asked !== searches || !answer.ok) return;
  byID("readers").replaceChildren(...(await answer.json()).map((reader) => {
    const option = document.createElement("option");
    option.value = reader.address;
    option.label = reader.isSample ? "a sample reader" : reader.name || reader.address;
    return option;
  }));
}

byID("reader").addEventListener("focus", (event) => { event.target.select(); search(); });
byID("reader").addEventListener("input", search);
byID("reader").addEventListener("change", () => {
  remember("reader", byID("reader").value.trim(), "");
  load();
});
byID("search").addEventListener("submit", (event) => {
  event.preventDefault();
  byID("reader").blur();
});

// --- Start

new ResizeObserver(fit).observe(byID("stage"));
select(tabs.some((tab) => tab.dataset.tab === setting("part", "mail")) ? setting("part", "mail") : "mail");
arrange();
const events = new EventSource("/events");
events.onmessage = load;
events.onerror = () => text("status", "no connection: is mailer preview still running?");

"""###
}
