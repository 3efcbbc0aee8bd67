#!/bin/sh
# Uses the hooks of this repository with the real pre-commit in a repository of its own.
#
#   tests/pre-commit/run.sh path/to/meshlint
#
# Exits with 77 (skipped) where pre-commit is not installed.
set -eu

if ! command -v pre-commit >/dev/null 2>&1; then
  echo "skipped: pre-commit is not installed (pip install pre-commit)"
  exit 77
fi
binary=$(cd "$(dirname "$1")" && pwd)
hooks=$(cd "$(dirname "$0")/../.." && pwd)/.pre-commit-hooks.yaml
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export HOME="$scratch/home" PRE_COMMIT_HOME="$scratch/cache" GIT_CONFIG_NOSYSTEM=1
export PATH="$binary:$PATH"
mkdir "$HOME"
git config --global user.name test
git config --global user.email test@example.com
git config --global init.defaultBranch main

# pre-commit clones the repository that has the hooks, so they get one that has nothing else.
git init -q "$scratch/hooks"
cp "$hooks" "$scratch/hooks/"
cd "$scratch/hooks"
git add .
git commit -qm hooks

git init -q "$scratch/repo"
cd "$scratch/repo"
cat >.pre-commit-config.yaml <<YAML
repos:
  - repo: $scratch/hooks
    rev: $(git -C "$scratch/hooks" rev-parse HEAD)
    hooks:
      - id: meshlint
YAML
pre-commit validate-manifest "$hooks"
pre-commit install >/dev/null

cat >namespace.yaml <<'YAML'
apiVersion: v1
kind: Namespace
metadata: { name: shop }
YAML
git add .
git commit -qm "a clean manifest" || { echo "FAILED: a clean manifest is not let through"; exit 1; }

cat >broken.yaml <<'YAML'
apiVersion: v1
kind: Namespace
metadata:
  name: shop
  name: edge
YAML
git add .
if git commit -qm "a broken manifest" >"$scratch/out" 2>&1; then
  echo "FAILED: a broken manifest is let through"
  exit 1
fi
grep -q "broken.yaml:5:3" "$scratch/out" || { cat "$scratch/out"; echo "FAILED: no place"; exit 1; }

git rm -qf broken.yaml
echo "words" >README.md
git add .
git commit -qm "no manifest" >"$scratch/out" 2>&1 ||
  { cat "$scratch/out"; echo "FAILED: a commit without manifests is stopped"; exit 1; }
grep -q "Skipped" "$scratch/out" || { cat "$scratch/out"; echo "FAILED: not skipped"; exit 1; }

sed -i 's/id: meshlint$/id: meshlint-fix/' .pre-commit-config.yaml
cat >ratings.yaml <<'YAML'
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: ratings, namespace: shop }
spec:
  hosts: [ratings.shop.svc.cluster.local]
  http:
    - timeout: 10s
      retries: { attempts: 2, perTryTimeout: 2s, retryOn: "5xx, reset" }
      route:
        - destination: { host: ratings.shop.svc.cluster.local }
YAML
git add .
if git commit -qm "to be fixed" >"$scratch/out" 2>&1; then
  echo "FAILED: a commit that the hook changes is let through"
  exit 1
fi
grep -q 'retryOn: "5xx,reset"' ratings.yaml ||
  { cat "$scratch/out"; echo "FAILED: the file is not fixed"; exit 1; }
echo "the hooks work"
