"""Checks what a formatter cannot know; prints `path:line: finding` and exits with 1 if there is any."""

import pathlib
import re
import sys

LONGEST_FILE = 500

# Made from templates/ by ops/lib/embed.py, word for word.
SHIPPED = pathlib.Path("Sources/Templates/Shipped")

# What must not stand in Sources, and where it may (a room's name, or nowhere).
FORBIDDEN = [
    (re.compile(r"\btry!"), "'try!': throw the error, or return it", ()),
    (re.compile(r"\bas!"), "'as!': use 'as?' and answer for nil", ()),
    (re.compile(r"\bfatalError\("), "'fatalError': return an error", ()),
    (re.compile(r"(?<![\w.])(print|debugPrint)\("), "'print': only the command line prints", ("MailerCLI", "mailer")),
    (re.compile(r"(?<!\w)(Date|UUID)\(\)"), "'Date()' or 'UUID()': take a clock or an id", ("MailerCLI", "mailer")),
]

PLAIN_TEXT = {".swift", ".py", ".sh", ".md", ".yml", ".yaml", ".css", ".json", ".modulemap", ".h", ".service"}
# In Markdown two spaces at the end of a line break it, so sample issues may have them.
MAY_END_IN_SPACES = {".md"}


def files():
    for top in ("Sources", "Tests", "ops", "docs", ".ci", "templates"):
        for path in sorted(pathlib.Path(top).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts and not path.is_relative_to(SHIPPED):
                yield path
    yield pathlib.Path("Package.swift")


def code_of(line):
    """The line without its comment; good enough, for a '//' inside a literal hides only what follows it."""
    return re.sub(r"(?<!:)//.*", "", line)


def findings(path):
    lines = path.read_text(encoding="utf-8").split("\n")
    is_swift = path.suffix == ".swift"
    if is_swift and len(lines) - 1 > LONGEST_FILE:
        yield 1, f"{len(lines) - 1} lines; nothing above {LONGEST_FILE}: cut it in two"
    for number, line in enumerate(lines, start=1):
        if "\t" in line:
            yield number, "a tab; indent by spaces, write '\\t' in literals"
        if line != line.rstrip() and path.suffix not in MAY_END_IN_SPACES:
            yield number, "white space at the end of the line"
        if is_swift and path.parts[0] == "Sources":
            for pattern, finding, rooms in FORBIDDEN:
                if path.parts[1] not in rooms and pattern.search(code_of(line)):
                    yield number, finding


def main():
    count = 0
    for path in files():
        if path.suffix not in PLAIN_TEXT and path.parts[0] not in ("ops", ".ci"):
            continue
        for number, finding in findings(path):
            print(f"{path}:{number}: {finding}")
            count += 1
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
