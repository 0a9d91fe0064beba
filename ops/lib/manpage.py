"""Writes the manual page of mailer from what the program says of itself.

    mailer --experimental-dump-help | ops/lib/manpage.py > mailer.1
"""

import json
import sys


def escaped(text):
    """Text of a line: a backslash and a leading dot or quote mean something else to troff."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\n".join("\\&" + line if line[:1] in (".", "'") else line for line in text.split("\n"))


def paragraphs(text):
    for index, part in enumerate(text.strip().split("\n\n")):
        if index:
            yield ".PP"
        lines = part.split("\n")
        # What is indented stands as it is: commands to type.
        for line in lines:
            if line.startswith("  "):
                yield ".br"
                yield f"\\fB{escaped(line.strip())}\\fR"
                yield ".br"
            else:
                yield escaped(line.strip())


def names_of(argument):
    dashes = {"long": "--", "short": "-", "longWithSingleDash": "-"}
    return [dashes[name["kind"]] + name["name"] for name in argument.get("names", [])]


def term(argument):
    value = argument.get("valueName", "")
    if argument["kind"] == "positional":
        return f"\\fI{escaped(value)}\\fR"
    names = ", ".join(f"\\fB{escaped(name)}\\fR" for name in names_of(argument))
    return names if argument["kind"] == "flag" else f"{names} \\fI{escaped(value)}\\fR"


def arguments(command):
    for argument in command.get("arguments", []):
        if not argument.get("shouldDisplay", True):
            continue
        yield ".TP"
        yield term(argument)
        text = argument.get("abstract", "") or "See above."
        default = argument.get("defaultValue")
        yield escaped(text + (f" Default: {default}." if default and argument["kind"] != "flag" else ""))


def commands(command, path):
    for sub in command.get("subcommands", []):
        name = path + [sub["commandName"]]
        if sub["commandName"] == "help":
            continue
        yield f".SS {escaped(' '.join(name))}"
        yield from paragraphs(sub.get("abstract", ""))
        if sub.get("discussion"):
            yield ".PP"
            yield from paragraphs(sub["discussion"])
        shown = [a for a in sub.get("arguments", []) if names_of(a) not in (["-h", "--help"], ["--version"])]
        yield from arguments({"arguments": shown})
        yield from commands(sub, name)


def page(help_, version):
    root = help_["command"]
    yield f'.TH MAILER 1 "" "mailer {version}" "User Commands"'
    yield ".SH NAME"
    yield escaped(f"{root['commandName']} - {root['abstract'].rstrip('.')}")
    yield ".SH SYNOPSIS"
    yield ".B mailer"
    yield "\\fIcommand\\fR [\\fIoption\\fR ...]"
    yield ".SH DESCRIPTION"
    yield from paragraphs(root.get("discussion", ""))
    yield ".SH COMMANDS"
    yield from commands(root, [])
    yield ".SH FILES"
    for name, what in [
        ("mailer.yaml", "The configuration, where the program runs or where \\-\\-config says; paths in it are relative to it."),
        ("subscribers/mailer.db", "The database."),
        ("templates/", "Templates of your own; the shipped ones are inside the program."),
    ]:
        yield ".TP"
        yield f"\\fI{name}\\fR"
        yield what
    yield ".SH EXIT STATUS"
    for code, what in [
        ("0", "Done."), ("1", "Failure; the message says what, why and what to do."), ("64", "Wrong usage."),
        ("75", "Some recipients are deferred or unknown, or the mailing was stopped before its end."),
        ("78", "The configuration has to be changed first."),
    ]:
        yield ".TP"
        yield f".B {code}"
        yield what


def main():
    version = sys.argv[1] if len(sys.argv) > 1 else ""
    print("\n".join(page(json.load(sys.stdin), version)))


if __name__ == "__main__":
    main()
