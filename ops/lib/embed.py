"""Writes the shipped templates into the program's source, so that one file is enough on a server.

    ops/lib/embed.py            writes Sources/Templates/Shipped anew from templates/
    ops/lib/embed.py --check    says which of them differ, and exits with 1 if any does
"""

import pathlib
import re
import sys

TEMPLATES = pathlib.Path("templates")
SHIPPED = pathlib.Path("Sources/Templates/Shipped")
HEADER = "// Made by ops/lib/embed.py from templates/{}: change that file, then run the script.\n// swift-format-ignore-file\n\n"
QUOTE = '###"""'


def identifier(name):
    words = re.split(r"[^A-Za-z0-9]+", name)
    return words[0].lower() + "".join(word.capitalize() for word in words[1:])


def sources():
    """The Swift file of each template, and one that lists them all."""
    names = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*") if path.is_file())
    for name in names:
        text = (TEMPLATES / name).read_bytes().decode("utf-8")
        if '"""###' in text or "\\###(" in text or "\r" in text or "\0" in text:
            sys.exit(f"templates/{name}: has a text that Swift's quotes would not hold as it is")
        body = f"extension Shipped {{\n    static let {identifier(name)} = {QUOTE}\n{text}\n{QUOTE[::-1]}\n}}\n"
        yield SHIPPED / f"{identifier(name)}.swift", HEADER.format(name) + body
    entries = "".join(f'        "{name}": {identifier(name)},\n' for name in names)
    table = f"enum Shipped {{\n    static let files: [String: String] = [\n{entries}    ]\n}}\n"
    yield SHIPPED / "Shipped.swift", HEADER.format("") + table


def main():
    wanted = dict(sources())
    there = set(SHIPPED.glob("*.swift"))
    different = [path for path, text in wanted.items() if path not in there or path.read_text("utf-8") != text]
    obsolete = sorted(there - set(wanted))
    if "--check" in sys.argv:
        for path in different + obsolete:
            print(f"{path}: differs from templates/; run ops/lib/embed.py")
        return 1 if different or obsolete else 0
    SHIPPED.mkdir(parents=True, exist_ok=True)
    for path in obsolete:
        path.unlink()
    for path in different:
        path.write_text(wanted[path], "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
