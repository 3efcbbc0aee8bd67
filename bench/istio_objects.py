"""Lays out what kubeconform needs: Istio's objects of a tree, a file each, and Istio's CRDs as JSON Schemas.

usage: istio_objects.py TREE CRDS.yaml OUTPUT
"""

import json
import pathlib
import sys

import yaml


def strict(schema):
    """The schema with unknown fields refused, as kubeconform's -strict expects of its own."""
    if isinstance(schema, dict):
        out = {key: strict(value) for key, value in schema.items()}
        if out.get("type") == "object" and "properties" in out:
            if not out.get("x-kubernetes-preserve-unknown-fields"):
                out.setdefault("additionalProperties", False)
        return out
    if isinstance(schema, list):
        return [strict(item) for item in schema]
    return schema


def write_schemas(crds, folder):
    folder.mkdir(parents=True)
    for crd in yaml.safe_load_all(crds.read_text()):
        if not crd:
            continue
        for version in crd["spec"]["versions"]:
            schema = strict(version["schema"]["openAPIV3Schema"])
            for name in ("apiVersion", "kind"):
                schema["properties"][name] = {"type": "string"}
            schema["properties"]["metadata"] = {"type": "object"}
            kind = crd["spec"]["names"]["kind"].lower()
            (folder / f"{kind}_{version['name']}.json").write_text(json.dumps(schema))


def write_objects(tree, folder):
    folder.mkdir(parents=True)
    count = 0
    for path in sorted(tree.rglob("*.y*ml")):
        try:
            documents = list(yaml.safe_load_all(path.read_text()))
        except (yaml.YAMLError, UnicodeDecodeError):
            continue
        for document in documents:
            if not isinstance(document, dict):
                continue
            group = str(document.get("apiVersion", "")).split("/")[0]
            if group.endswith(".istio.io") and group != "install.istio.io":
                (folder / f"{count}.yaml").write_text(yaml.safe_dump(document, sort_keys=False))
                count += 1


def main():
    tree, crds, output = map(pathlib.Path, sys.argv[1:4])
    write_schemas(crds, output / "schemas")
    write_objects(tree, output / "objects")


if __name__ == "__main__":
    main()
