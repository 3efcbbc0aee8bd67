#!/bin/sh
# Runs the program as a shell does: exit codes, flags, standard input, fixes.
#
#   tests/cli/run.sh path/to/meshlint
set -u

meshlint=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
examples=$(cd "$(dirname "$0")/../../examples" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
unset NO_COLOR
GIT_CONFIG_NOSYSTEM=1 HOME=$scratch/home
export GIT_CONFIG_NOSYSTEM HOME
mkdir "$HOME"
failures=0

fail() {
  echo "FAILED: $1"
  failures=$((failures + 1))
}

# expect CODE NAME COMMAND...: runs the command; its output is in $scratch/out and $scratch/err.
expect() {
  want=$1 name=$2
  shift 2
  "$@" >"$scratch/out" 2>"$scratch/err"
  got=$?
  if [ "$got" -ne "$want" ]; then
    fail "$name: exit code $got, not $want"
    sed 's/^/    /' "$scratch/out" "$scratch/err"
  fi
}

# says FILE TEXT: the last output (out or err) contains the text.
says() {
  grep -qF -- "$2" "$scratch/$1" || {
    fail "$name: no \`$2\` in std$1"
    sed 's/^/    /' "$scratch/$1"
  }
}

silent() {
  [ ! -s "$scratch/$1" ] || {
    fail "$name: std$1 is not empty"
    sed 's/^/    /' "$scratch/$1"
  }
}

same() {
  cmp -s "$2" "$3" || {
    fail "$1"
    diff "$2" "$3" | sed 's/^/    /'
  }
}

# A repository with one clean file and one that has a finding with a safe fix.
new_repository() {
  rm -rf "$scratch/repo"
  mkdir -p "$scratch/repo/shop" "$scratch/repo/clean"
  cd "$scratch/repo" || exit 1
  git init -q .
  cat >shop/ratings.yaml <<'YAML'
# why this is here
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: ratings, namespace: shop }   # odd   blanks
spec:
  hosts: [ratings.shop.svc.cluster.local]
  http:
    - timeout: 10s
      retries:
        attempts: 2
        perTryTimeout: 2s
        retryOn: 5xx, reset  # keep me
      route:
        - destination: { host: ratings.shop.svc.cluster.local }
YAML
  cat >clean/namespace.yaml <<'YAML'
apiVersion: v1
kind: Namespace
metadata: { name: clean }
YAML
}

rule=route/retry-on-blanks
new_repository

# Exit codes.
expect 0 "a clean folder" "$meshlint" clean/
says out "no findings"
expect 1 "a folder with an error" "$meshlint" shop/
says out "[$rule]"
says out "--> shop/ratings.yaml:12:18"
expect 1 "check is the default command" "$meshlint" check shop
expect 1 "no path is the repository" "$meshlint"
says out "--> shop/ratings.yaml:12:18"
cd shop || exit 1
expect 1 "also from below its root" "$meshlint"
says out "--> ratings.yaml:12:18"
expect 1 "code scanning wants paths of the root" "$meshlint" --format sarif
says out '"uri": "shop/ratings.yaml"'
expect 1 "so does GitHub" "$meshlint" --format github
says out "::error file=shop/ratings.yaml,line=12,"
expect 1 "a report is written to the working directory" "$meshlint" --format sarif -o report.sarif
grep -q '"uri": "shop/ratings.yaml"' report.sarif || fail "-o with SARIF: no report in the working directory"
rm report.sarif
cd ../clean || exit 1
expect 1 "a file outside the working directory" "$meshlint" ../shop
says out "--> $(cd ../shop && pwd -P)/ratings.yaml:12:18"
cd ..
expect 0 "--fail-on never" "$meshlint" --fail-on never
expect 0 "a lowered severity is below the threshold" "$meshlint" --select "$rule" --severity "$rule=warning" --fail-on error
says out "warning: "
expect 0 "an ignored rule" "$meshlint" --select "$rule" --ignore route
expect 2 "a path that does not exist" "$meshlint" nowhere/
says err "nowhere/: no such file or folder"
expect 2 "an unknown flag" "$meshlint" --formt text
expect 2 "an unknown format" "$meshlint" --format xml
expect 0 "the help names the formats" "$meshlint" check --help
for format in text json sarif github; do says out "$format ("; done
expect 2 "an unknown rule" "$meshlint" --select route/retry-on-blank
says err "did you mean \`$rule\`"
expect 2 "an unknown severity" "$meshlint" --severity "$rule=warn"
says err "unknown severity \`warn\`; use error, warning or info"
expect 2 "--severity without a level" "$meshlint" --severity "$rule"
expect 2 "an unknown product" "$meshlint" --target itsio=1.22
expect 2 "--fix with --diff" "$meshlint" --fix --diff
mkdir empty
expect 3 "nothing to check" "$meshlint" empty
says err "nothing to check"
mkdir rules && cp clean/namespace.yaml rules/
expect 0 "a folder called like a subcommand" "$meshlint" check rules
says out "read 1 file"
expect 0 "or with its path" "$meshlint" ./rules
says out "read 1 file"
expect 0 "a flag does not eat the path after its value" "$meshlint" --ignore "$rule" clean
says out "read 1 file"

# Rendering.
mkdir -p shop/base shop/overlay
cat >shop/base/kustomization.yaml <<'YAML'
resources: [deployment.yaml, settings.yaml]
YAML
cat >shop/base/deployment.yaml <<'YAML'
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 1
YAML
cat >shop/base/settings.yaml <<'YAML'
apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
data: { on: "yes", banner: "two\nlines" }
YAML
cat >shop/overlay/kustomization.yaml <<'YAML'
namespace: shop
resources: [../base]
patches:
  - path: scale.yaml
YAML
cat >shop/overlay/scale.yaml <<'YAML'
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec: { replicas: 3 }
YAML
cat >"$scratch/rendered" <<'YAML'
apiVersion: v1
data:
  banner: |-
    two
    lines
  "on": "yes"
kind: ConfigMap
metadata:
  name: settings
  namespace: shop
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
spec:
  replicas: 3
YAML
expect 0 "render" "$meshlint" render shop/overlay
same "render prints what kustomize does" "$scratch/rendered" "$scratch/out"
silent err
(cd shop/overlay && "$meshlint" render >"$scratch/here")
same "render without a folder is that of the user" "$scratch/rendered" "$scratch/here"
expect 0 "render --reorder none" "$meshlint" render shop/overlay --reorder none
[ "$(sed -n 2p "$scratch/out")" = "kind: Deployment" ] || fail "--reorder none: not in the order of the inputs"
expect 0 "render -o" "$meshlint" render shop/overlay -o rendered.yaml
silent out
same "render -o" "$scratch/rendered" rendered.yaml
rm rendered.yaml
expect 0 "render --origin" "$meshlint" render shop/overlay --origin
says out "shop/overlay/scale.yaml:4:19         |   replicas: 3"
says out "shop/overlay/kustomization.yaml:1:12 |   namespace: shop"
expect 0 "render --why" "$meshlint" render shop/overlay --why "Deployment/shop/web spec.replicas"
says out "Deployment shop/web  spec.replicas"
says out "  3  shop/overlay/scale.yaml:4:19"
expect 0 "render --why with a dot" "$meshlint" render shop/overlay --why Deployment/web.spec.replicas
says out "Deployment shop/web  spec.replicas"
expect 2 "render --why of nothing" "$meshlint" render shop/overlay --why "Deployment/web spec.replica"
says err "did you mean \`replicas\`?"
expect 2 "render --why of no resource" "$meshlint" render shop/overlay --why "Deployment/wep spec"
says err "did you mean \"web\"?"
expect 2 "render of a folder without a kustomization" "$meshlint" render shop
says err "shop: no kustomization.yaml"
expect 2 "render of no folder" "$meshlint" render nowhere
says err "nowhere: no such folder"
cat >shop/overlay/kustomization.yaml <<'YAML'
resources:
  - gone.yaml
  - https://example.com/base?ref=v1
  - ../base
YAML
expect 1 "render with an error" "$meshlint" render shop/overlay
silent out
says err "--> shop/overlay/kustomization.yaml:2:5"
says err "nothing printed because of the errors"
says err "not built: shop/overlay/kustomization.yaml:3:5: https://example.com/base?ref=v1"
expect 1 "render --keep-going" "$meshlint" render shop/overlay --keep-going
says out "kind: Deployment"
sed -i /gone/d shop/overlay/kustomization.yaml
expect 1 "render without what is remote" "$meshlint" render shop/overlay
says out "kind: Deployment"
echo 'ignore: [kustomize]' >.meshlint.yaml
sed -i '1a\  - gone.yaml' shop/overlay/kustomization.yaml
expect 1 "render with an ignored error" "$meshlint" render shop/overlay
silent out
says err "nothing printed because of ignored errors"
expect 1 "render --keep-going with an ignored error" "$meshlint" render --keep-going shop/overlay
says out "kind: Deployment"
expect 1 "render --no-config" "$meshlint" render --no-config shop/overlay
says err "nothing printed because of the errors"
expect 1 "render --config" "$meshlint" render --config .meshlint.yaml shop/overlay
says err "nothing printed because of ignored errors"
rm .meshlint.yaml
echo 'resoruces: [../base]' >shop/overlay/kustomization.yaml
expect 1 "render with a field that kustomize does not know" "$meshlint" render shop/overlay
silent out
says err 'unknown field "resoruces"'
rm -r shop/base shop/overlay

# Pages.
expect 0 "--version" "$meshlint" --version
says out "meshlint "
expect 0 "--help" "$meshlint" --help
says out "Exit codes:"
expect 0 "rules" "$meshlint" rules
says out "$rule"
expect 0 "rules as JSON" "$meshlint" rules --format json
says out "\"id\": \"$rule\""
expect 0 "explain" "$meshlint" explain "$rule"
says out "$rule: "
expect 2 "explain of nothing" "$meshlint" explain retry-on-blanks
says err "did you mean \`$rule\`"

# Former names of rules.
expect 0 "explain with a former name" "$meshlint" explain schema/bad-format
says out "schema/invalid-format: "
says err "\`schema/bad-format\` is now called \`schema/invalid-format\`"
expect 0 "a former name in a flag" "$meshlint" clean --ignore schema/bad-format
says err "\`schema/bad-format\` is now called \`schema/invalid-format\`"
expect 0 "no hint with --quiet" "$meshlint" clean --ignore schema/bad-format --quiet
silent err
sed 's/timeout: 10s/timeout: "10"  # meshlint: ignore=schema\/bad-format/' shop/ratings.yaml >clean/ratings.yaml
expect 0 "a former name in a suppression" "$meshlint" clean --select schema/invalid-format
says err "clean/ratings.yaml:8: \`schema/bad-format\` is now called \`schema/invalid-format\`"
rm clean/ratings.yaml

# Configuration.
echo "ignore: [$rule]" >.meshlint.yaml
expect 0 "a configuration is found" "$meshlint" --select "$rule"
cd shop || exit 1
expect 0 "from below, too" "$meshlint" --select "$rule"
cd ..
expect 1 "--no-config" "$meshlint" --no-config --select "$rule"
echo "severity: { $rule: info }" >"$scratch/other.yaml"
expect 0 "--config in its place" "$meshlint" --config "$scratch/other.yaml" --select "$rule"
says out "info: "
expect 2 "--config of nothing" "$meshlint" --config nowhere.yaml
says err "nowhere.yaml: No such file or directory"
echo "ingore: []" >.meshlint.yaml
expect 2 "a wrong configuration" "$meshlint"
says err ".meshlint.yaml:1:1: unknown key \`ingore\`; did you mean \`ignore\`?"
echo "exclude: [ratings.yaml]" >shop/.meshlint.yaml
rm .meshlint.yaml
cd shop || exit 1
expect 0 "patterns count from the configuration's folder" "$meshlint" --select "$rule"
cd ..
rm shop/.meshlint.yaml

# Output.
expect 1 "--quiet" "$meshlint" --quiet --select "$rule"
if grep -q "^read " "$scratch/out"; then fail "--quiet prints a summary"; fi
expect 0 "--quiet and clean" "$meshlint" --quiet clean
silent out
silent err
expect 1 "--statistics" "$meshlint" --statistics --select "$rule"
says out "     1  error    $rule"
expect 1 "--output" "$meshlint" --format json --output "$scratch/report.json" --select "$rule"
silent out
grep -q '"version": 1' "$scratch/report.json" || fail "--output wrote no report"
expect 2 "--output into nothing" "$meshlint" --output nowhere/report.txt
expect 1 "--timings" "$meshlint" --timings --select "$rule"
says err "parse "
expect 1 "--color always" "$meshlint" --color always --select "$rule"
says out "$(printf '\033')["
expect 1 "no colour in a pipe" "$meshlint" --select "$rule"
if grep -q "$(printf '\033')" "$scratch/out"; then fail "colour in a pipe"; fi
"$meshlint" --jobs 1 --format json >"$scratch/one.json"
"$meshlint" --jobs 8 --format json >"$scratch/eight.json"
same "the number of threads changes the report" "$scratch/one.json" "$scratch/eight.json"

# Standard input.
expect 1 "standard input" "$meshlint" - --select "$rule" <shop/ratings.yaml
says out "--> stdin.yaml:12:18"
expect 1 "under another name" "$meshlint" - --stdin-filename shop/new.yaml --select "$rule" <shop/ratings.yaml
says out "--> shop/new.yaml:12:18"
expect 2 "--fix of standard input" "$meshlint" --fix - <shop/ratings.yaml
says err "--diff"
expect 1 "--diff of standard input" "$meshlint" --diff - --select "$rule" <shop/ratings.yaml
says out "+        retryOn: 5xx,reset  # keep me"

# Fixes.
sed 's/5xx, reset/5xx,reset/' shop/ratings.yaml >"$scratch/want.yaml"
cp shop/ratings.yaml "$scratch/before.yaml"
expect 1 "--diff" "$meshlint" --diff --select "$rule"
same "--diff changes the file" shop/ratings.yaml "$scratch/before.yaml"
cp "$scratch/out" "$scratch/fix.diff"
git apply "$scratch/fix.diff" || fail "git apply does not take the diff"
same "the diff makes another file" shop/ratings.yaml "$scratch/want.yaml"
cp "$scratch/before.yaml" shop/ratings.yaml
cd shop || exit 1
"$meshlint" --diff --select "$rule" | git apply || fail "git apply does not take the diff below the root"
cd ..
same "the diff below the root makes another file" shop/ratings.yaml "$scratch/want.yaml"
cp "$scratch/before.yaml" shop/ratings.yaml

chmod 640 shop/ratings.yaml
expect 0 "--fix" "$meshlint" --fix --select "$rule"
says err "fixed shop/ratings.yaml"
same "--fix keeps comments and blanks" shop/ratings.yaml "$scratch/want.yaml"
[ "$(stat -c %a shop/ratings.yaml)" = 640 ] || fail "--fix changes the mode"
[ "$(find . -name '*meshlint-*' | wc -l)" -eq 0 ] || fail "--fix leaves a temporary file"
expect 0 "--fix again" "$meshlint" --fix --select "$rule"
silent err
same "--fix again changes something" shop/ratings.yaml "$scratch/want.yaml"

cp "$scratch/before.yaml" shop/ratings.yaml
cd shop || exit 1
expect 0 "--fix below the root" "$meshlint" --fix --select "$rule"
cd ..
same "--fix below the root" shop/ratings.yaml "$scratch/want.yaml"

sed 's/$/\r/' "$scratch/before.yaml" >shop/ratings.yaml
sed 's/$/\r/' "$scratch/want.yaml" >"$scratch/want-crlf.yaml"
expect 0 "--fix of CRLF" "$meshlint" --fix --select "$rule"
same "--fix keeps CRLF" shop/ratings.yaml "$scratch/want-crlf.yaml"

# Not below a repository.
mkdir "$scratch/plain"
cp "$scratch/before.yaml" "$scratch/plain/a.yaml"
cd "$scratch/plain" || exit 1
expect 1 "outside of any repository" "$meshlint" --select "$rule"
says out "--> a.yaml:12:18"
expect 1 "another folder's repository" "$meshlint" "$scratch/plain/a.yaml" --select "$rule"
cd "$scratch/repo" || exit 1
expect 1 "a path outside of this repository" "$meshlint" ../plain --select "$rule"
says out "read 1 file"

# Every rule page can be printed, and hostile names do no harm.
expect 0 "explain all" "$meshlint" explain all
expect 2 "a long rule name" "$meshlint" explain "$(printf 'x%.0s' $(seq 5000))"

# The good example.
expect 0 "the good example" "$meshlint" check --fail-on info "$examples/good"
says out "no findings"

# Custom rules, from a flag and from the configuration.
policies=$examples/policies
expect 0 "rules --test" "$meshlint" rules --rules "$policies" --test
says out "2 rules, 5 examples, 0 failures"
expect 0 "rules --rules" "$meshlint" rules --rules "$policies"
says out "team/owner-missing"
expect 0 "explain --rules" "$meshlint" explain team/owner-missing --rules "$policies"
says out "on-call rota"
cp -r "$policies" "$scratch/repo/policies"
echo 'rules: [policies]
select: [team]
exclude: [policies/]' >.meshlint.yaml
cat >shop/workload.yaml <<'END'
apiVersion: apps/v1
kind: Deployment
metadata: { name: reviews, namespace: shop }
END
expect 1 "rules of the configuration" "$meshlint"
says out 'Deployment `reviews` has no label `team`  [team/owner-missing]'
expect 1 "own rules in SARIF" "$meshlint" --format sarif
says out '"id": "team/owner-missing"'
echo 'assert: self.spec.replica > 1' >>policies/team/owner-missing.yaml
expect 2 "a page with mistakes" "$meshlint"
says err 'policies/team/owner-missing.yaml:'
sed -i '$d' policies/team/owner-missing.yaml
cd shop || exit 1
expect 1 "rules of the configuration, from below" "$meshlint"
says out '[team/owner-missing]'
expect 0 "rules --test, from below" "$meshlint" rules --test
says out "0 failures"
cd ..
rm -r .meshlint.yaml policies shop/workload.yaml

cat >shop/new.yaml <<'END'
apiVersion: networking.istio.io/v1beta1
kind: VirtualService
metadata: { name: new, namespace: shop }
spec:
  hosts: [new.example.com]
  http: [{ retries: { backoff: 1s }, route: [{ destination: { host: new.example.com } }] }]
END
expect 1 "a version from a flag" "$meshlint" --select schema --target istio=1.22.1
says out 'this mesh installs 1.22.1 (--target)'
rm shop/new.yaml

# kubeconform's `{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json`, with `v1` as the core group.
expect 0 "schemas in kubeconform's layout" "$meshlint" schema export schemas --target istio=1.22
for file in all v1/service_v1 apps/deployment_v1 networking.istio.io/virtualservice_v1beta1; do
  [ -s "schemas/$file.json" ] || fail "$name: no schemas/$file.json"
done
expect 0 "a field, by version" "$meshlint" schema show VirtualService.spec.http.retries.backoff
says out "since 1.26"
expect 0 "a type that is no kind" "$meshlint" schema show MeshNetworks.networks.gateways
says out "registryServiceName"
expect 2 "a misspelled field" "$meshlint" schema show VirtualService.spec.htpp
says err 'did you mean "http"?'
rm -r schemas
# Environments: what would be applied to each cluster, in every format.
cp -R "$examples/clusters" "$scratch/clusters"
cd "$scratch/clusters" || exit 1
expect 0 "environments" "$meshlint" environments
says out "root@production-eu"
says out "production-eu-cart -> production-eu/cart  apps/services.yaml:22"
says out "pull requests are not fetched"
silent err
expect 0 "environments as JSON" "$meshlint" environments --format json
says out '"made_by": "ApplicationSet argocd/mesh"'
expect 0 "environments as a graph" "$meshlint" environments --format dot
says out "digraph environments {"
expect 0 "environments for Mermaid" "$meshlint" environments --format mermaid
says out "flowchart LR"
expect 2 "environments in an unknown format" "$meshlint" environments --format xml
expect 2 "environments of no folder" "$meshlint" environments nowhere
expect 0 "a good repository of several clusters" "$meshlint"
cd "$scratch/repo" || exit 1

# A rule of a CRD that does not compile is reported once: at the first object, or in the CRD.
mkdir -p budgets "$scratch/crds"
cat >"$scratch/crds/budgets.yaml" <<'YAML'
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: budgets.acme.example }
spec:
  group: acme.example
  names: { kind: Budget, plural: budgets }
  scope: Namespaced
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              x-kubernetes-validations: [{ rule: self.limits < 100 }]
              properties: { limit: { type: integer } }
YAML
for budget in edge shop; do
  cat >budgets/$budget.yaml <<YAML
apiVersion: acme.example/v1
kind: Budget
metadata: { name: $budget, namespace: $budget }
spec: { limit: 50 }
YAML
done
expect 0 "a broken rule of a given CRD" "$meshlint" --crd "$scratch/crds" budgets
says out "rule \`self.limits < 100\` of the CRD can't be checked, for 2 objects: "
says out "--> budgets/edge.yaml:4:"
[ "$(grep -c 'rule-not-checked\]' "$scratch/out")" -eq 1 ] || fail "a broken rule is not reported once"
cp "$scratch/crds/budgets.yaml" budgets/crd.yaml
expect 1 "a broken rule of a CRD in the workspace" "$meshlint" budgets
says out "[schema/invalid-crd-rule]"
says out "2 objects of the kind are not checked"
grep -q 'rule-not-checked' "$scratch/out" && fail "a broken rule is reported outside its CRD"
rm -r budgets

if [ "$failures" -ne 0 ]; then
  echo "$failures failed"
  exit 1
fi
echo "all passed"
