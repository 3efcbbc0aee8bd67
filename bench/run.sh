#!/usr/bin/env bash
# Figures of one run on this machine, as ratios where another tool is measured beside ours.
#
#   bench/run.sh [FOLDER]      FOLDER: a repository, by default ../shared/corpora or examples/
#
# kustomize is compared with if it is on the PATH (or at KUSTOMIZE), kubeconform if it is on the
# PATH and Istio's CRDs are at ../shared/crds.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
meshlint=$PWD/build/release/bin/meshlint
folder=${1:-}
if [ -z "$folder" ]; then
  folder=examples
  [ -d ../shared/corpora ] && folder=../shared/corpora
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# The best of five, in milliseconds: other programs can only add to it.
best_of() {
  local best='' i start end ms
  for i in 1 2 3 4 5; do
    start=$(date +%s%N)
    "$@" >/dev/null 2>&1 || true
    end=$(date +%s%N)
    ms=$(((end - start) / 10000))
    if [ -z "$best" ] || [ "$ms" -lt "$best" ]; then best=$ms; fi
  done
  awk "BEGIN { printf \"%.2f\", $best / 100 }"
}
ratio() { awk "BEGIN { printf \"%.2f\", $1 / $2 }"; }

echo "machine: $(nproc) cores, $(grep -m 1 'model name' /proc/cpuinfo | cut -d: -f2 | xargs)"

find "$folder" -type f \( -name '*.yaml' -o -name '*.yml' -o -name '*.json' \) -print0 >"$scratch/files"
read_all() { xargs -0 cat <"$scratch/files"; }
lint_all() { "$meshlint" check --no-config "$folder"; }
cat_ms=$(best_of read_all)
lint_ms=$(best_of lint_all)
echo "all of $folder: cat $cat_ms ms, meshlint $lint_ms ms: $(ratio "$lint_ms" "$cat_ms") times (budget 40)"

cp examples/good/shop/base/reviews.yaml "$scratch/reviews.yaml"
lint_one() { "$meshlint" check --no-config "$scratch/reviews.yaml"; }
echo "one file, start to exit: $(best_of lint_one) ms (budget 10)"

for jobs in 1 8; do
  "$meshlint" check --no-config --jobs "$jobs" --format json "$folder" >"$scratch/jobs-$jobs" || true
done
cmp "$scratch/jobs-1" "$scratch/jobs-8" && echo "1 and 8 jobs: the same bytes"

if command -v kubeconform >/dev/null && [ -d ../shared/crds/istio ]; then
  newest=$(sed -nE 's/^  istio: .*newest: "([^"]+)".*/\1/p' schemas/products.yaml)
  python3 bench/istio_objects.py "$folder" "../shared/crds/istio/$newest/crds.yaml" "$scratch/istio"
  kubeconform_all() {
    kubeconform -n 2 -strict -schema-location "$scratch/istio/schemas/{{ .ResourceKind }}_{{ .ResourceAPIVersion }}.json" \
      "$scratch/istio/objects"
  }
  lint_istio() { "$meshlint" check --no-config --jobs 2 "$scratch/istio/objects"; }
  theirs=$(best_of kubeconform_all)
  ours=$(best_of lint_istio)
  count=$(find "$scratch/istio/objects" -type f | wc -l)
  echo "Istio objects ($count): kubeconform $theirs ms, meshlint $ours ms: $(ratio "$ours" "$theirs") of its time (budget 0.25)"
  # kubeconform cannot be asked for the share that its validator has, so this is its whole time.
  one=$(build/release/bin/meshlint_bench --benchmark_filter='^BM_ValidateWithRules$' \
    --benchmark_min_time=0.5 --benchmark_format=csv 2>/dev/null | awk -F, 'END { print $4 }')
  echo "one Istio object: kubeconform $(awk "BEGIN { printf \"%.1f\", $theirs * 1000 / $count }") µs in all, our validator with its rules $(awk "BEGIN { printf \"%.2f\", $one / 1000 }") µs, tree given: $(awk "BEGIN { printf \"%.0f\", $theirs * 1000000 / $count / $one }") times as fast (budget 20)"
else
  echo "kubeconform or Istio's CRDs are not here: not compared"
fi

# Says itself if kustomize is not here.
bench/render.py time "$folder" || [ $? -eq 77 ]
bench/render.py scale

MESHLINT_BENCH_DIR=$folder build/release/bin/meshlint_bench --benchmark_min_time=0.5
