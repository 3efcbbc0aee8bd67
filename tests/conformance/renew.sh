#!/usr/bin/env bash
# Renews the facts from the shared folder, in a copy, and compares every byte with schemas/. What
# the renewal doesn't write has to say at its head that it's written by hand.
#
#   renew.sh MESHLINT SHARED      exits with 77 where the shared folder or PyYAML is missing
set -euo pipefail
export MESHLINT=$1
crds=$2/crds
schemas=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../schemas" && pwd)
skip() {
  echo "skipped: $*"
  exit 77
}
[ -d "$crds" ] || skip "no $crds"
python3 -c 'import yaml' 2>/dev/null || skip "python3 has no PyYAML"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cp -R "$schemas" "$scratch/schemas"
rm -rf "$scratch"/schemas/install/__pycache__
find "$scratch/schemas" -type f -exec touch -d '2000-01-01' {} +
"$scratch/schemas/renew" "$crds" >"$scratch/log" 2>&1 || {
  cat "$scratch/log"
  exit 1
}
# The importer takes the names of types from the facts as they are; install/renew.py doesn't, so
# the head of its file is enough for it.
sed -i '/^#/!Q' "$scratch/schemas/install.istio.io.yaml"
python3 "$scratch/schemas/install/renew.py" "$crds" "$scratch/schemas"

status=0
diff -r -u "$schemas" "$scratch/schemas" --exclude=__pycache__ || status=1
written=0
for file in "$scratch"/schemas/*.yaml; do
  if [ -n "$(find "$file" -newermt '2000-01-02')" ]; then
    written=$((written + 1))
  elif ! sed '/^#/!Q' "$file" | grep -qi 'written by hand'; then
    echo "${file##*/}: not renewed, and its head doesn't say that it's written by hand"
    status=1
  fi
done
echo "$written files renewed"
[ "$written" -gt 0 ] || status=1
exit "$status"
