"""Reads every .eml of a folder back with Python's strict parser and says what it found.

usage: verify_outbox.py FOLDER EXPECTED
"""
import email
import email.policy
import glob
import re
import sys

import html5lib

folder, expected = sys.argv[1], int(sys.argv[2])
policy = email.policy.strict.clone(utf8=False)
links, problems, checked_html = set(), [], None
names = sorted(glob.glob(folder + "/*.eml"))
for name in names:
    raw = open(name, "rb").read()

    def bad(text):
        problems.append(f"{name}: {text}")

    if b"\n" in raw.replace(b"\r\n", b""):
        bad("bare line feed")
    if max(len(line) for line in raw.split(b"\r\n")) > 998:
        bad("line over 998")
    try:
        message = email.message_from_bytes(raw, policy=policy)
    except Exception as error:  # a defect is an exception under the strict policy
        bad(repr(error))
        continue
    head = raw.split(b"\r\n\r\n", 1)[0].decode("ascii")
    for field in "From To Subject Date Message-ID MIME-Version List-Id List-Unsubscribe List-Unsubscribe-Post".split():
        if len(re.findall(rf"(?mi)^{field}:", head)) != 1:
            bad(f"not exactly one {field}")
    if max(len(line) for line in head.split("\r\n")) > 78 and not re.search(r"(?m)^\s?\S{77,}$", head.replace("\r", "")):
        bad("header line over 78 that could have been folded")
    if message.get_content_type() != "multipart/alternative":
        bad("not multipart/alternative")
    parts = list(message.iter_parts())
    if [part.get_content_type() for part in parts] != ["text/plain", "text/html"]:
        bad("parts are not text, html")
        continue
    text, html = (part.get_content() for part in parts)
    link = str(message["List-Unsubscribe"]).strip("<>")
    links.add(link)
    if link not in text or link not in html:
        bad("no unsubscribe link in a part")
    # The pages differ in the recipient's values only: one conformance parse in twenty is plenty.
    if checked_html is None or len(links) % 20 == 0:
        parser = html5lib.HTMLParser(strict=True)
        try:
            document = parser.parse(html)
        except Exception as error:
            bad(f"html: {error!r}")
            continue
        checked_html = html
        hrefs = {e.get("href") for e in document.iter() if e.get("href")}
        for href in hrefs - {link}:
            if href.startswith("http") and href not in text:
                bad(f"text part lacks {href}")
        for line in text.splitlines():
            if len(line) > 78 and not re.search(r"https?://\S{40,}", line):
                bad(f"text line of {len(line)} columns: {line}")
print(f"{len(names)} messages, {len(links)} links, {len(problems)} defects")
for problem in problems[:20]:
    print(problem)
sys.exit(0 if not problems and len(names) == len(links) == expected else 1)
