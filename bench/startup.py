#!/usr/bin/env python3
"""Writes cli/startup.ld, which has the linker lay the code of a small run in one piece.

  bench/startup.py            traces build/release/bin/meshlint by valgrind over examples/

The system reads and maps a program in pages. What a small run needs of the static command lies in some 1,200 places of
5 MB; next to each other they are a fifth of that. An object file that is run in good part is laid there whole, of any
other only what was run (what its compiler gave a section of its own). Names that a later build does not have are
harmless: what they meant lies where it always did. Run this again when `bench/render.py time` gets slower.
"""

import bisect
import collections
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / "build/release"
SCRIPT = ROOT / "cli/startup.ld"
# An object file of which so much is run is named whole: one line for many, that outlives changes in it.
WHOLE_FROM = 0.3
HEAD = """/* Made by bench/startup.py: what a small run executes, in the order in which it gets there. It is laid out in one
   piece, in front of all other code, so that few pages are read. */
SECTIONS
{
  .text_startup :
  {
"""
TAIL = """  }
}
INSERT BEFORE .text;
"""


class Section:
    """One section of an object file, and where the linker laid it."""

    def __init__(self, start, size, name, file):
        self.start, self.size, self.name, self.file = start, size, name, file

    def whole_object(self):
        archive = re.search(r"(lib[\w+.-]+\.a)\(([\w+.-]+)\)$", self.file)
        if not archive:
            return f"*{pathlib.PurePath(self.file).name}(.text .text.[!u]*)"
        # Another processor takes another of the C library's variants of a function.
        member = re.sub(r"-(avx|evex|sse)[\w-]*\.o$", "-*.o", archive[2])
        return f"*{archive[1]}:{member}(.text .text.[!u]*)"

    def alone(self):
        return f"*({self.name})"

    def has_own_name(self):
        return self.name.startswith(".text._Z")


def code_of(link_map):
    """The sections of code of a GNU linker's map, by address. Long names have a line of their own."""
    sections, name, is_text = [], "", False
    for line in link_map.read_text(errors="replace").splitlines():
        if re.match(r"\.\w+", line):
            is_text = line.startswith(".text")
        elif is_text and (alone := re.match(r" (\.text\S*)$", line)):
            name = alone[1]
        elif is_text and (place := re.match(r" (\.text\S*)?\s+0x(\w+)\s+0x(\w+) (\S+)$", line)):
            section = Section(int(place[2], 16), int(place[3], 16), place[1] or name, place[4])
            if section.start and section.size and not section.name.startswith(".text.unlikely"):
                sections.append(section)
    return sorted(sections, key=lambda section: section.start)


def executed(command, sections):
    """The indexes of the sections that a command runs, in the order in which it gets there."""
    starts = [section.start for section in sections]
    order = {}
    with tempfile.TemporaryDirectory() as scratch:
        log = pathlib.Path(scratch) / "trace"
        subprocess.run(["valgrind", "--tool=lackey", "--trace-mem=yes", f"--log-file={log}", *command],
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        with open(log, encoding="ascii", errors="replace") as trace:
            for line in trace:
                if not line.startswith("I "):
                    continue
                address = int(line[3:line.index(",")], 16)
                at = bisect.bisect_right(starts, address) - 1
                if at >= 0 and address < starts[at] + sections[at].size:
                    order[at] = None
    return list(order)


def commands():
    program = str(BUILD / "bin/meshlint")
    for file in sorted(ROOT.glob("examples/*/**/kustomization.yaml")):
        yield [program, "render", str(file.parent)]


def main():
    sections = code_of(BUILD / "meshlint.map")
    counts, runs = collections.Counter(), 0
    for command in commands():
        runs += 1
        print(os.path.relpath(command[-1], ROOT), file=sys.stderr)
        counts.update(executed(command, sections))
    usual = [index for index, count in counts.items() if count >= runs / 2]
    size, used = collections.Counter(), collections.Counter()
    for section in sections:
        size[section.file] += section.size
    for index in usual:
        used[sections[index].file] += sections[index].size
    lines = {}
    for index in usual:
        section = sections[index]
        is_whole = used[section.file] >= WHOLE_FROM * size[section.file] or not section.has_own_name()
        lines[section.whole_object() if is_whole else section.alone()] = None
    SCRIPT.write_text(HEAD + "".join(f"    {line}\n" for line in lines) + TAIL, encoding="ascii")
    print(f"{SCRIPT.relative_to(ROOT)}: {len(usual)} sections in {len(lines)} lines", file=sys.stderr)


if __name__ == "__main__":
    main()
