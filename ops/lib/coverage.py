"""Prints the line coverage of each room of Sources/ from llvm-cov's JSON: coverage.py FILE."""

import collections
import json
import sys


def rooms(export):
    """Covered and countable lines of each folder directly below Sources."""
    lines = collections.defaultdict(lambda: [0, 0])
    for file in export["data"][0]["files"]:
        before, found, inside = file["filename"].rpartition("/Sources/")
        if not found or "/checkouts/" in before or "/.build" in before or "/" not in inside:
            continue
        counted = file["summary"]["lines"]
        room = lines[inside.split("/")[0]]
        room[0] += counted["covered"]
        room[1] += counted["count"]
    return lines


def main(path):
    with open(path, encoding="utf-8") as file:
        lines = rooms(json.load(file))
    total = [sum(room[0] for room in lines.values()), sum(room[1] for room in lines.values())]
    width = max([len(name) for name in lines] + [len("total")])
    for name, (covered, count) in [*sorted(lines.items()), ("total", total)]:
        share = 100 * covered / count if count else 100.0
        print(f"{name:<{width}}  {share:5.1f} %  {covered:>6} of {count:>6} lines")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: coverage.py FILE")
    main(sys.argv[1])
