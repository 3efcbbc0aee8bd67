#!/usr/bin/env python3
"""Holds titles, pages and messages to what can be tested of docs/style.md.

    tests/structure/texts.py     every violation; exit code 1 if there is one

Pages are those below rules/. Messages are those in tests/golden, which has one for each example.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MOST_CHARACTERS = 100
PROSE = ("title", "what", "why", "fix", "message")
BANNED = re.compile(
    r"\b(told|tells|anew|unusable|malformed|of old|judged?|gives up|makes void|no such (?:string|number|text)|"
    r"whole number|refuse[sd]?|takes no|selects nothing|knows no)\b", re.IGNORECASE)
# A quoted value counts with at most so many characters: how long it is, is up to the user.
TYPICAL_VALUE = 16
FINDING = re.compile(r"^(?:error|warning|info): (.*)  \[([a-z0-9-]+/[a-z0-9-]+)\]$")


def prose(page):
    """(key, text) of the top-level strings of a page."""
    lines = page.read_text().splitlines()
    for number, line in enumerate(lines):
        match = re.match(r"([a-z]+): *(.*)", line)
        if not match or match[1] not in PROSE:
            continue
        parts = [match[2].lstrip(">|-").strip()]
        for follower in lines[number + 1:]:
            if follower and not follower.startswith(" "):
                break
            parts.append(follower.strip())
        yield match[1], " ".join(part for part in parts if part).strip("'\"")


def quoted_away(text):
    return re.sub(r"`[^`]*`|\"[^\"]*\"", "``", text)


# What follows is a list of names, or another message.
TAIL = re.compile(r" \(has: .*|; known reasons: .*|; the nearest: .*|can't be checked, .*")


def typical_length(message):
    message = TAIL.sub("", message)
    return len(re.sub(r"(`|\")(.*?)\1", lambda value: "`" + value[2][:TYPICAL_VALUE] + "`", message))


def page_problems():
    for page in sorted((ROOT / "rules").glob("*/*.yaml")):
        name = page.relative_to(ROOT).as_posix()
        for key, text in prose(page):
            banned = BANNED.search(quoted_away(text))
            if banned:
                yield f"{name}: {key}: \"{banned[0]}\" isn't in the vocabulary of docs/style.md: {text}"
            if key == "title":
                if re.match(r"(A|An|The) ", text) or text.endswith(".") or not re.match(r"[A-Z`0-9]|mTLS|istiod", text):
                    yield f"{name}: a title is a noun phrase without an article and a full stop: {text}"
            elif key in ("what", "why", "fix") and not text.endswith((".", ")", "`")):
                yield f"{name}: {key} doesn't end with a full stop: {text}"


def message_problems():
    for golden in sorted((ROOT / "tests" / "golden").glob("*.txt")):
        for line in golden.read_text().splitlines():
            match = FINDING.match(line)
            if not match:
                continue
            message, rule = match[1], match[2]
            at = f"tests/golden/{golden.name}: {rule}"
            bare = quoted_away(message)
            banned = BANNED.search(bare)
            if banned:
                yield f"{at}: \"{banned[0]}\" isn't in the vocabulary of docs/style.md: {message}"
            if typical_length(message) > MOST_CHARACTERS:
                yield f"{at}: {typical_length(message)} characters, more than {MOST_CHARACTERS}: {message}"
            if message.endswith("."):
                yield f"{at}: a message has no full stop: {message}"
            if re.match(r"(A|An|The|This|Please|Invalid|Illegal)\b", message):
                yield f"{at}: a message starts with what is wrong, in lower case: {message}"


def main():
    pages = len(list((ROOT / "rules").glob("*/*.yaml")))
    if pages < 100:
        print(f"only {pages} pages found below {ROOT / 'rules'}")
        return 1
    problems = [*page_problems(), *message_problems()]
    print("\n".join(problems) if problems else f"{pages} pages read as docs/style.md says")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
