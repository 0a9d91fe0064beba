"""Bars of rendering: 100 KB of Markdown in 25 ms, 50,000 personalised messages of 30 KB a second on one core."""

import functools
import re
import subprocess
import sys

from harness import REPOSITORY, Room

SAMPLE = REPOSITORY / "issues" / "2026-w47.md"


def run(options, report):
    with Room(options) as room:
        page = measure(room, "page", 100_000, r"([0-9.]+) ms +all of it")
        report.title("rendering: Markdown to a compiled message, and from there to readers",
                     "rendering-fuzz time FILE templates, FILE: the sample issue again and again")
        for line in page.text.splitlines():
            report.text(line)
        report.bar("100 KB of Markdown in 25 ms of processor time", page.figure <= 25, f"{page.figure} ms")
        message = measure(room, "message", 6_000, r"([0-9]+) personalised a second")
        report.bar("50,000 messages of 30 KB a second on one core, unsigned", message.figure >= 50_000,
                   message.text.splitlines()[-1])


class Measured:
    def __init__(self, text, pattern):
        self.text = text
        self.figure = float(re.search(pattern, text).group(1))


def measure(room, name, size, pattern):
    """What rendering-fuzz says of an issue of about `size` bytes of Markdown."""
    first, body = SAMPLE.read_bytes().split(b"\n", 1)
    issue = room.path / f"{name}.md"
    issue.write_bytes(first + b"\n" + (body + b"\n\n") * max(1, round(size / len(body))))
    return Measured(subprocess.run(
        [program(), "time", issue, REPOSITORY / "templates"], check=True, capture_output=True, text=True,
        timeout=300).stdout, pattern)


@functools.cache
def program():
    subprocess.run(["bash", "-c", "source ops/lib/release.sh; release_build rendering-fuzz"], cwd=REPOSITORY, check=True,
                   stdout=sys.stderr)
    return REPOSITORY / ".build-release" / "release" / "rendering-fuzz"
