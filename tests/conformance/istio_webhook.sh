#!/usr/bin/env bash
# Holds meshlint to the verdicts of Istio's admission webhook on objects made around each check:
#     tests/conformance/istio_webhook.sh MESHLINT SHARED
# What the webhook rejects is an error, and what it accepts isn't. Of its warnings one is left: a port whose protocol is
# null counts as one without a protocol there.
set -euo pipefail

cases=$2/cases/istio-webhook
[ -x "$cases/run" ] || { echo "skipped: $cases isn't here"; exit 77; }
table=$(MESHLINT=$1 "$cases/run") || [ $? -eq 1 ]
echo "$table"
# kind objects agree missed (warned, schema) false unwarned ...
awk '$1 == "all" { found = 1; bad = $4 > 0 || $7 > 0 || $8 > 1 } END { exit !found || bad }' <<<"$table"
