#!/usr/bin/env python3
"""Makes install.istio.io.yaml, for which upstream has no CRD. schemas/renew calls it.

usage: renew.py FOLDER INTO

FOLDER/sail-operator/VERSION/crds.yaml has the values of Istio's charts, MeshConfig among them, as
they are in the newest version of Istio. types.yaml, next to this script, is written by hand and
has what those CRDs don't have. INTO is the folder of the facts. Needs PyYAML.
"""

import json
import pathlib
import re
import sys

import yaml

WIDTH = 100
DEFAULT_HEAD = "# yaml-language-server: $schema=facts.schema.json\n"
# The order in which a field says what it says, and a type.
FIELD_ORDER = ["is", "type", "since", "until", "required", "default", "deprecated"]
TYPE_ORDER = ["type", "open", "enum", "minimum", "maximum", "exclusive", "fields"]


def version(text):
    return tuple(int(part) for part in text.split("."))


# --- What the CRDs say ---


class Crds:
    """The schemas of `spec.values`, by paths such as "Istio.meshConfig.caCertificates", which is
    an item of that list. Names of items and of values of a map aren't written."""

    def __init__(self, path):
        self.values = {}
        for crd in yaml.safe_load_all(path.read_text()):
            if not crd:
                continue
            schema = crd["spec"]["versions"][0]["schema"]["openAPIV3Schema"]
            spec = schema["properties"]["spec"]["properties"]
            if "values" in spec:
                self.values.setdefault(crd["spec"]["names"]["kind"], spec["values"])

    def at(self, path):
        kind, *names = path.split(".")
        schema = self.values.get(kind, {})
        for name in names:
            schema = inner(schema.get("properties", {}).get(name, {}))
        if not schema:
            raise SystemExit(f"the CRDs have nothing at {path}")
        return schema


def inner(schema):
    """What the lists and maps hold."""
    while True:
        if "items" in schema:
            schema = schema["items"]
        elif isinstance(schema.get("additionalProperties"), dict):
            schema = schema["additionalProperties"]
        else:
            return schema


def exclusive_groups(schema):
    """The generator of these CRDs writes a oneof of the .proto file as a rule in CEL."""
    groups = []
    for rule in schema.get("x-kubernetes-validations", []):
        match = re.fullmatch(r"At most one of \[(.*)\] should be set", rule["message"])
        if match and " " in match[1]:
            groups.append(sorted(match[1].split()))
    return groups


class Types:
    """Names of the objects in the CRDs, by their paths or by being equal to one at such a path."""

    def __init__(self, crds, named, shared):
        self.crds = crds
        self.by_path = {}
        self.by_schema = {}
        for name, paths in [*named.items(), *shared.items()]:
            for path in paths:
                self.by_path[path] = name
                self.by_schema.setdefault(self.key(crds.at(path)), set()).add(name)

    @staticmethod
    def key(schema):
        return json.dumps(schema, sort_keys=True)

    def name_of(self, path, schema):
        if path in self.by_path:
            return self.by_path[path]
        names = self.by_schema.get(self.key(schema), set())
        if len(names) == 1:
            return next(iter(names))
        found = f"could be {' or '.join(sorted(names))}" if names else "has no name"
        raise SystemExit(f"{path} {found}; write its path into a `from` in types.yaml")

    def type_of(self, path, schema):
        """A field's words: {"type": ...}, and with it what else the CRDs say."""
        if schema.get("x-kubernetes-int-or-string"):
            return {"type": "quantity" if "pattern" in schema else "int-or-string"}
        kind = schema.get("type")
        if kind == "array":
            item = self.type_of(path, schema["items"])
            return {"type": f"list<{item['type']}>"} if len(item) == 1 else {"type": "list", "items": item}
        if kind == "object":
            if "properties" in schema:
                return {"type": self.name_of(path, schema)}
            if not isinstance(schema.get("additionalProperties"), dict):
                return {"type": "object"}
            value = self.type_of(path, schema["additionalProperties"])
            return {"type": f"map<{value['type']}>"} if len(value) == 1 else {"type": "map", "items": value}
        if kind == "string" and "enum" in schema:
            return {"type": "string", "enum": schema["enum"]}
        if kind == "integer":
            return {"type": schema.get("format", "integer")}
        return {"type": {"string": "string", "boolean": "bool", "number": "number"}.get(kind, "any")}

    def body(self, path, written):
        """The type at a path: its fields, with what types.yaml says of them."""
        schema = self.crds.at(path)
        body = {"fields": {}}
        if groups := exclusive_groups(schema):
            body["exclusive"] = groups
        own = written.get("fields", {})
        for name, field in schema.get("properties", {}).items():
            if name in written.get("without", []):
                continue
            said = own.get(name, {})
            is_whole = isinstance(said, (str, list)) or "type" in said or "fields" in said
            body["fields"][name] = said if is_whole else {**self.type_of(f"{path}.{name}", field), **said}
        for name, field in own.items():
            if name in body["fields"]:
                continue
            if isinstance(field, dict) and "type" not in field and "fields" not in field:
                raise SystemExit(f"the CRDs have no field {path}.{name}; types.yaml has to write its type")
            body["fields"][name] = field
        return body


def is_later(thing, newest):
    return isinstance(thing, dict) and "since" in thing and version(thing["since"]) > newest


def without_later(thing, newest):
    """What is only in versions after the newest known one is left out."""
    if isinstance(thing, dict):
        return {k: without_later(v, newest) for k, v in thing.items() if not is_later(v, newest)}
    if isinstance(thing, list):
        return [without_later(item, newest) for item in thing if not is_later(item, newest)]
    return thing


def make_types(crds, hand, newest):
    named, shared = {}, {name: [path] for name, path in hand["shared"].items()}
    for group in hand["groups"].values():
        for name, written in group["types"].items():
            if "from" in written:
                paths = written["from"]
                named[name] = [paths] if isinstance(paths, str) else paths
    types = Types(crds, named, shared)
    made = {}
    for group in hand["groups"].values():
        common = {key: value for key, value in group.items() if key != "types"}
        for name, written in group["types"].items():
            bodies = [types.body(path, written) for path in named.get(name, [])] or [{}]
            if any(body != bodies[0] for body in bodies):
                raise SystemExit(f"the objects that {name} is read from differ")
            said = {k: v for k, v in written.items() if k not in ("from", "without")}
            if "from" in written:
                said.pop("fields", None)
            made[name] = without_later({**common, **bodies[0], **said}, newest)
    return made


def check_changes(made, before, hand):
    """A field that came or went needs a version, which only a person can find out."""
    said = {}
    for group in hand["groups"].values():
        for name, written in group["types"].items():
            said[name] = {*written.get("fields", {}), *written.get("without", [])}
    changes = []
    for name in made.keys() & before.keys():
        new, old = (types[name].get("fields", {}).keys() for types in (made, before))
        changes += [f"{name}.{field} is new: write its `since`" for field in new - old - said[name]]
        changes += [f"{name}.{field} is gone: write its type and `until`" for field in old - new - said[name]]
    if changes:
        raise SystemExit("\n".join(sorted(changes)) + f"\ninto {HAND_WRITTEN}")


# --- How the file looks ---


def scalar(key, value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return str(value)
    if key in ("since", "until"):
        return f'"{value}"'
    is_string = yaml.SafeLoader.yaml_implicit_resolvers
    is_plain = re.fullmatch(r"[A-Za-z0-9_$/][-A-Za-z0-9_.$/<>]*", value) and not any(
        pattern.match(value) for _, pattern in is_string.get(value[0], []))
    return value if is_plain else "'" + value.replace("'", "''") + "'"


def flow(key, value):
    if isinstance(value, dict):
        inner = ", ".join(f"{scalar('', k)}: {flow(k, v)}" for k, v in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(key, item) for item in value) + "]"
    return scalar(key, value)


def in_order(words, order):
    if not isinstance(words, dict):
        return words
    rank = {key: i for i, key in enumerate(order)}
    last = {"items": 1, "fields": 2}
    return dict(sorted(words.items(), key=lambda entry: (last.get(entry[0], 0), rank.get(entry[0], len(rank)))))


def field_words(field):
    """A field as short as it can be: its type alone if nothing else is said."""
    if isinstance(field, list):
        return [field_words(each) for each in field]
    if not isinstance(field, dict):
        return field
    field = in_order(field, FIELD_ORDER)
    if "fields" in field:
        field["fields"] = {name: field_words(field["fields"][name]) for name in sorted(field["fields"])}
    return field["type"] if field.keys() == {"type"} else field


def write(key, value, indent, is_block=False):
    """The lines of `key: value`, on one line if it fits and nothing wants it otherwise."""
    head = " " * indent + f"{scalar('', key)}:"
    line = f"{head} {flow(key, value)}"
    if not isinstance(value, (dict, list)) or not value or (not is_block and len(line) <= WIDTH):
        return [line]
    lines = [head]
    if isinstance(value, dict):
        for name, inner in value.items():
            lines += write(name, inner, indent + 2)
        return lines
    for item in value:
        text = " " * (indent + 2) + "- " + flow(key, item)
        if isinstance(item, list) and len(text) > WIDTH:
            lines += wrapped(" " * (indent + 2) + "- [", [flow(key, each) for each in item])
        else:
            lines.append(text)
    return lines


def wrapped(head, items):
    """A list that is longer than a line, below its bracket."""
    lines, line = [], head
    for i, item in enumerate(items):
        piece = item + ("]" if i + 1 == len(items) else ",")
        if len(line) + len(piece) + 1 > WIDTH and line != head:
            lines.append(line.rstrip())
            line = " " * len(head)
        line += piece + ("" if i + 1 == len(items) else " ")
    return [*lines, line]


def write_type(name, body):
    lines = [f"  {name}:"]
    if "fields" not in body:
        return write(name, in_order(body, TYPE_ORDER), 2)
    for key, value in in_order(body, TYPE_ORDER).items():
        if key == "fields":
            lines.append("    fields:" + ("" if value else " {}"))
            for field in sorted(value):
                lines += write(field, field_words(value[field]), 6)
        else:
            lines += write(key, value, 4)
    return lines


def hand_written_parts(text):
    """The comment at the head of a file of facts and its section `adds`, as the importer keeps them."""
    head = re.match(r"(#.*\n)*", text)[0]
    adds = re.search(r"^(#.*\n)*adds:.*", text, re.MULTILINE | re.DOTALL)
    return head, adds[0] if adds else ""


HAND_WRITTEN = pathlib.Path(__file__).with_name("types.yaml")


def main():
    folder, into = map(pathlib.Path, sys.argv[1:3])
    hand = yaml.safe_load(HAND_WRITTEN.read_text())
    crds = Crds(max((folder / "sail-operator").glob("*/crds.yaml")))
    newest = yaml.safe_load((into / "products.yaml").read_text())["products"]["istio"]["newest"]
    made = make_types(crds, hand, version(newest))
    out = into / "install.istio.io.yaml"
    before = out.read_text() if out.exists() else ""
    check_changes(made, (yaml.safe_load(before) or {}).get("types", {}), hand)
    head, adds = hand_written_parts(before)
    lines = [f"{key}: {hand[key]}" for key in ("product", "group", "decoding")]
    lines += ["", "kinds:"]
    for name, kind in hand["kinds"].items():
        lines.append(f"  {name}:")
        for key, value in kind.items():
            lines += write(key, value, 4, is_block=key == "fields")
    lines += ["", "types:"]
    for name in sorted(made):
        lines += write_type(name, made[name])
    out.write_text((head or DEFAULT_HEAD) + "\n".join(lines) + "\n" + (f"\n{adds}" if adds else ""))


if __name__ == "__main__":
    main()
