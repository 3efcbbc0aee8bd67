#include "rules/ambient/ambient.h"

namespace meshlint::rules::ambient {

// Checks only a Sidecar whose pods are in this environment: pods of another one may have sidecars.
void sidecar_ignored(const Environment& environment, Report& report) {
  const model::References& references = environment.references();
  for (const Resource* const sidecar : environment.of_kind("networking.istio.io", "Sidecar")) {
    const Node selector = sidecar->at("spec.workloadSelector.labels");
    if (sidecar->ns == references.root_namespace() || !is_ambient(environment, sidecar->ns) ||
        selects_proxies(environment, selector, sidecar->ns)) {
      continue;
    }
    if (!references.selects_any_in(selector, sidecar->ns)) {
      report.not_checked(sidecar->at("metadata.name"));
      continue;
    }
    report.add(sidecar, sidecar->at("metadata.name"),
               "namespace `{}` is ambient, so no proxy reads this Sidecar; remove it", sidecar->ns);
  }
}

}  // namespace meshlint::rules::ambient
