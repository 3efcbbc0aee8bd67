#!/usr/bin/env python3
"""Holds the checks of Istio's objects to the checklist of what Istio's validation rejects and warns of.

    tests/conformance/istio_validation.py SHARED     exit code 1 if they differ, 77 without SHARED

tests/conformance/istio_validation/SECTION.tsv says for each [E] (error) and [W] (warning) of the section how it is
checked. A row has the number of the line in the section, with the field that it is about; the mark (E2: the second
[E] of the line); and one of

    FAMILY/NAME      a rule
    adds TYPE.field  an entry of `adds:` in schemas/
    schema           the types of schemas/ already refuse it
    - REASON         why it isn't checked
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TABLES = ROOT / "tests/conformance/istio_validation"
CHECKLIST = "reference/istio-validation.md"
# Not about objects of their own.
OTHER_SECTIONS = {"Who runs what", "MeshConfig", "ProxyConfig inside MeshConfig", "MeshNetworks", "IstioOperator",
                  "istioctl validate"}


def marks_of(text):
    """{section: {line: [marks]}} of the checklist."""
    sections = {}
    lines = None
    for row in text.splitlines():
        heading = re.match(r"## ([^(:]+)", row)
        if heading:
            lines = sections.setdefault(heading[1].strip(), {})
        elif lines is not None and re.match(r" *- ", row):
            counts = {"E": 0, "W": 0}
            marks = []
            for kind in re.findall(r"\[([EW])\]", row):
                counts[kind] += 1
                marks.append(f"{kind}{counts[kind]}")
            lines[len(lines) + 1] = marks
    return sections


def added_entries():
    """The keys of all sections `adds:` of schemas/."""
    entries = set()
    for path in (ROOT / "schemas").glob("*.yaml"):
        adds = re.search(r"^adds:\n((?:[ #].*\n|\n)*)", path.read_text(), re.MULTILINE)
        if adds:
            entries.update(re.findall(r"^  ([A-Za-z][^:\s]*):", adds[1], re.MULTILINE))
    return entries


def main():
    checklist = Path(sys.argv[1]) / CHECKLIST
    if not checklist.is_file():
        print(f"skipped: {checklist} isn't here")
        return 77
    problems = []
    sections = marks_of(checklist.read_text())
    entries = added_entries()
    counts = {"rules": 0, "adds": 0, "schema": 0, "not checked": 0}
    for section, lines in sections.items():
        if section in OTHER_SECTIONS or not any(lines.values()):
            continue
        table = TABLES / (section.replace("Building blocks", "BuildingBlocks") + ".tsv")
        rows = table.read_text().splitlines()[1:] if table.is_file() else []
        known = set()
        for row in rows:
            line, mark, how = row.split("\t")
            key = (int(line.split()[0]), mark)
            if key in known:
                problems.append(f"{table.name}: {row}: a second row")
            known.add(key)
            if mark not in lines.get(key[0], []):
                problems.append(f"{table.name}: {row}: the checklist has no such mark")
            if how.startswith("- ") and how[2:].strip():
                counts["not checked"] += 1
            elif how == "schema":
                counts["schema"] += 1
            elif how.startswith("adds "):
                counts["adds"] += 1
                if how[len("adds "):] not in entries:
                    problems.append(f"{table.name}: {row}: no entry of `adds:` has this name")
            elif (ROOT / "rules" / f"{how}.yaml").is_file():
                counts["rules"] += 1
            else:
                problems.append(f"{table.name}: {row}: no rule has this name")
        for line, marks in lines.items():
            for mark in marks:
                if (line, mark) not in known:
                    problems.append(f"{table.name}: line {line} {mark} has no row")
    for problem in problems:
        print(problem)
    print(", ".join(f"{count} {name}" for name, count in counts.items()))
    return 1 if problems else 0


sys.exit(main())
