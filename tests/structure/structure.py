#!/usr/bin/env python3
"""Checks what the compiler doesn't: how the sources of this tree are laid out.

    tests/structure/structure.py            every check; exit code 1 if one fails
    tests/structure/structure.py sizes [N]  the N (20) largest files and functions

The checks:

  order    a file of lib/ includes only from its own folder and the folders above it
  circles  no module (NAME.h with NAME.cc) includes itself through others
  inputs   no source of lib/ reads or changes the working directory or the environment
  sizes    no source has more than 600 lines and no function more than 80
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ["text", "yaml", "schema", "cel", "template", "model", "kustomize", "helm", "argocd",
           "environment", "check", "report", "api"]
MOST_FILE_LINES = 600
MOST_FUNCTION_LINES = 80
INCLUDE = re.compile(r'#include "([^"]+)"')
HIDDEN_INPUT = re.compile(
    r"\b(getcwd|get_current_dir_name|f?chdir|(secure_)?getenv|setenv|putenv|unsetenv|current_path|"
    r"(?:fs|filesystem)::(?:weakly_)?canonical|(?:fs|filesystem)::absolute)\b *\(")

# A parameter list, what may follow it, the members that a constructor initializes, `{`.
FUNCTION = re.compile(r"\)( const| noexcept| override| &&?| -> [^;=]+)*( : .*)? \{$")
NO_FUNCTION = re.compile(r"(if|for|while|switch|else|do|return|namespace|class|struct|enum)\b|\}|[^(]*[=\[]")


def sources(*folders):
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*")
                  if path.suffix in (".cc", ".h"))


def shown(path):
    return path.relative_to(ROOT).as_posix()


def includes(path):
    for number, line in enumerate(path.read_text().splitlines(), 1):
        match = INCLUDE.match(line)
        if match:
            yield number, match[1]


def lib_folder(path):
    return path.relative_to(ROOT / "lib").parts[0]


def order():
    for path in sources("lib"):
        folder = lib_folder(path)
        if folder == "include":
            allowed = []
        elif folder in FOLDERS:
            allowed = FOLDERS[:FOLDERS.index(folder) + 1]
        else:
            yield f"{shown(path)}: lib/{folder} isn't in the list of folders in {Path(__file__).name}"
            continue
        for number, name in includes(path):
            if name.split("/")[0] not in [*allowed, "meshlint"]:
                yield f"{shown(path)}:{number}: lib/{folder} must not include {name}"


def circles():
    """Strongly connected components of modules (Tarjan's algorithm)."""
    graph = {}
    for path in sources("lib"):
        if lib_folder(path) == "include":
            continue
        module = path.relative_to(ROOT / "lib").with_suffix("").as_posix()
        targets = {name.rsplit(".", 1)[0] for _, name in includes(path)}
        graph.setdefault(module, set()).update(targets - {module})
    index, low, stack = {}, {}, []

    def visit(module):
        index[module] = low[module] = len(index)
        stack.append(module)
        for target in sorted(graph.get(module, ())):
            if target not in index:
                yield from visit(target)
                low[module] = min(low[module], low[target])
            elif target in stack:
                low[module] = min(low[module], index[target])
        if low[module] == index[module]:
            component = stack[stack.index(module):]
            del stack[stack.index(module):]
            if len(component) > 1:
                yield "circle of includes: " + ", ".join(sorted(component))

    for module in sorted(graph):
        if module not in index:
            yield from visit(module)


def inputs():
    for path in sources("lib"):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            match = HIDDEN_INPUT.search(line.split("//")[0])
            if match:
                yield f"{shown(path)}:{number}: the library must not call {match[1]}"


def functions(path):
    """(lines, first line, head) of each function, as clang-format lays them out: from the statement
    that ends in a parameter list and `{` to the next `}` with its indentation."""
    lines = path.read_text().splitlines()
    number, first = 0, 0  # `first`: where the statement on this line begins
    while number < len(lines):
        line = lines[number]
        if line.endswith("{") and not line.lstrip().startswith("//"):
            head = " ".join(part.strip() for part in lines[first:number + 1])
            if FUNCTION.search(head) and not NO_FUNCTION.match(head):
                indent = len(lines[first]) - len(lines[first].lstrip())
                end = number
                while end < len(lines) - 1 and not lines[end].startswith(" " * indent + "}"):
                    end += 1
                yield end - first + 1, first + 1, head
                number = end
        text = lines[number].split("//")[0].rstrip()
        if not text or text[-1] in ";{}" or text[0] == "#" or text.endswith((" private:", " public:")):
            first = number + 1
        number += 1


def sizes():
    for path in sources("lib", "cli", "rules", "bindings"):
        count = len(path.read_text().splitlines())
        if count > MOST_FILE_LINES:
            yield f"{shown(path)}: {count} lines, more than {MOST_FILE_LINES}"
        for length, number, head in functions(path):
            if length > MOST_FUNCTION_LINES:
                yield (f"{shown(path)}:{number}: {length} lines, more than {MOST_FUNCTION_LINES}: "
                       f"{head}")


def print_sizes(most):
    files = [(len(path.read_text().splitlines()), shown(path))
             for path in sources("lib", "cli", "rules", "bindings")]
    print("The largest files:")
    for count, name in sorted(files, reverse=True)[:most]:
        print(f"{count:6}  {name}")
    print("The largest functions:")
    found = [(length, f"{shown(path)}:{number}  {head}")
             for path in sources("lib", "cli", "rules", "bindings")
             for length, number, head in functions(path)]
    for length, text in sorted(found, reverse=True)[:most]:
        print(f"{length:6}  {text}")


def main():
    if sys.argv[1:2] == ["sizes"]:
        print_sizes(int(sys.argv[2]) if len(sys.argv) > 2 else 20)
        return 0
    count = len(sources("lib"))
    if count < 100:
        print(f"only {count} sources found below {ROOT / 'lib'}")
        return 1
    problems = [problem for check in (order, circles, inputs, sizes) for problem in check()]
    print("\n".join(problems) if problems else f"{count} sources of lib/ are laid out as they should be")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
