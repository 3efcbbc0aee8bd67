#!/usr/bin/env python3
"""`meshlint render` beside the real `kustomize build`, in one run on one machine.

  bench/render.py compare FOLDER   every kustomization below FOLDER: the same objects, the same bytes?
  bench/render.py time FOLDER      time and memory of both over the small trees below FOLDER
  bench/render.py scale            time of both as a tree grows

The programs are those of MESHLINT (build/release/bin/meshlint) and KUSTOMIZE (kustomize on the PATH).
Neither gets at the network: what needs it is left out. GNU time measures the memory. Exit code 77: kustomize is not here.
"""

import argparse
import concurrent.futures
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
MESHLINT = os.environ.get("MESHLINT", str(ROOT / "build/release/bin/meshlint"))
KUSTOMIZE = shutil.which(os.environ.get("KUSTOMIZE", "kustomize"))
# Nothing listens there, and git has no protocol left.
OFFLINE = dict(os.environ, HTTP_PROXY="http://127.0.0.1:9", HTTPS_PROXY="http://127.0.0.1:9",
               GIT_ALLOW_PROTOCOL="none")
NAMES = ("kustomization.yaml", "kustomization.yml", "Kustomization")


def kustomizations(folder):
    return sorted({path.parent for name in NAMES for path in pathlib.Path(folder).rglob(name)})


def kustomize(directory):
    return [KUSTOMIZE, "build", str(directory)]


def meshlint(directory):
    return [MESHLINT, "render", str(directory)]


def output_of(command):
    """What a program prints, or None if it fails."""
    run = subprocess.run(command, capture_output=True, env=OFFLINE, check=False)
    return run.stdout if run.returncode == 0 else None


def objects_of(output):
    return sorted(output.split(b"\n---\n")) if output else []


def first_difference(want, got):
    for number, (line, other) in enumerate(zip(want.split(b"\n"), got.split(b"\n")), 1):
        if line != other:
            return f"line {number}: {line.decode()!r}, not {other.decode()!r}"
    return "one is longer"


def compare(folder):
    directories = kustomizations(folder)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        theirs = list(pool.map(lambda d: output_of(kustomize(d)), directories))
        ours = list(pool.map(lambda d: output_of(meshlint(d)), directories))
    counts = dict.fromkeys(("bytes", "objects", "differ", "ours fails", "theirs fails", "both fail"), 0)
    for directory, want, got in zip(directories, theirs, ours):
        why = ""
        if want is None:
            verdict = "both fail" if got is None else "theirs fails"
        elif got is None:
            verdict = "ours fails"
        elif want == got:
            verdict = "bytes"
        else:
            verdict = "objects" if objects_of(want) == objects_of(got) else "differ"
            why = first_difference(want, got)
        counts[verdict] += 1
        if verdict not in ("bytes", "both fail"):
            print(f"{verdict}: {directory.relative_to(folder)}{': ' if why else ''}{why}")
    built = sum(counts[key] for key in ("bytes", "objects", "differ", "ours fails"))
    print(f"{len(directories)} kustomizations, of which kustomize builds {built} offline: "
          f"{counts['bytes']} with the same bytes, {counts['objects']} with the same objects in another order or form, "
          f"{counts['differ']} differ, {counts['ours fails']} we do not build; "
          f"{counts['theirs fails']} we build alone, {counts['both fail']} nobody does")
    return 0 if counts["bytes"] == built else 1


def memory_of(command):
    """The most KiB that a program holds, by GNU time: what wait4 tells counts our own memory as well."""
    run = subprocess.run(["/usr/bin/time", "-f", "%M", *command], capture_output=True, env=OFFLINE, check=False)
    return int(run.stderr.split()[-1])


def measure(command, runs):
    """The least seconds of some runs, and the most KiB of memory; nothing if the program fails."""
    best = None
    with open(os.devnull, "w", encoding="ascii") as null:
        actions = [(os.POSIX_SPAWN_DUP2, null.fileno(), 1), (os.POSIX_SPAWN_DUP2, null.fileno(), 2)]
        for _ in range(runs):
            start = time.perf_counter()
            child = os.posix_spawn(command[0], command, OFFLINE, file_actions=actions)
            _, status = os.waitpid(child, 0)
            seconds = time.perf_counter() - start
            if os.waitstatus_to_exitcode(status) != 0:
                return None
            best = seconds if best is None else min(best, seconds)
    return best, memory_of(command)


def time_small(folder, most):
    """Trees are taken evenly from all below the folder, one of each output that is not large."""
    directories = [d for d in kustomizations(folder) if measure(meshlint(d), 1)]
    directories = directories[:: max(1, len(directories) // most)]
    ratios, memories, ours, theirs = [], [], [], []
    for directory in directories:
        want, got = measure(kustomize(directory), 5), measure(meshlint(directory), 10)
        if want is None or got is None or want[0] > 0.5:
            continue
        ratios.append(want[0] / got[0])
        memories.append(got[1] / want[1])
        ours.append(got[0])
        theirs.append(want[0])
    print(f"{len(ratios)} small trees, medians: kustomize {statistics.median(theirs) * 1000:.1f} ms, "
          f"meshlint {statistics.median(ours) * 1000:.2f} ms: {statistics.median(ratios):.1f} times as fast (budget 20), "
          f"{statistics.median(memories):.2f} of its memory (budget 0.25); "
          f"`true`, which does nothing, {measure([shutil.which('true')], 100)[0] * 1000:.2f} ms")


def grown_tree(folder, count):
    """So many Deployments, each with a ConfigMap that it mounts."""
    folder.mkdir()
    (folder / "kustomization.yaml").write_text(
        "namespace: shop\nnamePrefix: prod-\nlabels:\n- pairs: {team: edge, stage: prod}\n"
        "  includeSelectors: true\nresources: [all.yaml]\n", encoding="ascii")
    documents = []
    for i in range(count):
        documents.append(f"""apiVersion: apps/v1
kind: Deployment
metadata:
  name: app-{i}
spec:
  selector:
    matchLabels: {{app: app-{i}}}
  template:
    metadata:
      labels: {{app: app-{i}}}
    spec:
      containers:
      - name: app
        image: example.com/app:{i}
        envFrom:
        - configMapRef: {{name: settings-{i}}}
""")
        documents.append(f"""apiVersion: v1
kind: ConfigMap
metadata:
  name: settings-{i}
data:
  number: "{i}"
""")
    (folder / "all.yaml").write_text("---\n".join(documents), encoding="ascii")


def scale(most_of_theirs):
    seconds = {}
    with tempfile.TemporaryDirectory() as scratch:
        for count in (200, 1000, 3000):
            folder = pathlib.Path(scratch) / str(count)
            grown_tree(folder, count)
            seconds[count], memory = measure(meshlint(folder), 10)
            line = f"{count} Deployments and ConfigMaps: meshlint {seconds[count] * 1000:.1f} ms, {memory / 1024:.0f} MiB"
            if KUSTOMIZE and count <= most_of_theirs:
                best, memory = measure(kustomize(folder), 1)
                same = output_of(kustomize(folder)) == output_of(meshlint(folder))
                line += f"; kustomize {best * 1000:.0f} ms, {memory / 1024:.0f} MiB; {'the same' if same else 'OTHER'} bytes"
            print(line)
    print(f"3,000 against 1,000: {seconds[3000] / seconds[1000]:.2f} times (budget 3.5), "
          f"{seconds[3000]:.3f} s (budget 0.2)")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("compare", "time"):
        commands.add_parser(name).add_argument("folder", type=pathlib.Path)
    commands.choices["time"].add_argument("--trees", type=int, default=60)
    commands.add_parser("scale").add_argument("--most-of-theirs", type=int, default=1000,
                                              help="up to which size kustomize is run as well")
    arguments = parser.parse_args()
    if KUSTOMIZE is None and arguments.command != "scale":
        print("kustomize is not here (go install sigs.k8s.io/kustomize/kustomize/v5@v5.8.1): not compared")
        return 77
    if arguments.command == "compare":
        return compare(arguments.folder)
    if arguments.command == "time":
        time_small(arguments.folder, arguments.trees)
    else:
        scale(arguments.most_of_theirs)
    return 0


if __name__ == "__main__":
    sys.exit(main())
