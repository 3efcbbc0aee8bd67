#include <algorithm>
#include <array>

#include "check/rule.h"
#include "model/injection.h"

namespace meshlint::rules::injection {
namespace {

constexpr auto kOthers = std::to_array<std::string_view>(
    {"istio-system", "kube-node-lease", "kube-public", "kube-system", "local-path-storage"});

bool joins_or_refuses(Node labels) {
  return labels["istio-injection"] || !labels["istio.io/rev"].text().empty() ||
         labels["istio.io/dataplane-mode"];
}

}  // namespace

void namespace_left_out(const Environment& environment, Report& report) {
  if (model::injects_by_default(environment.install)) return;
  for (const Resource* const ns : environment.of_kind("", "Namespace")) {
    if (std::ranges::find(kOthers, ns->name) != kOthers.end() ||
        ns->name == environment.references().root_namespace() ||
        joins_or_refuses(ns->at("metadata.labels"))) {
      continue;
    }
    report.add(ns, ns->at("metadata.name"),
               "no label adds namespace `{}` to the mesh or excludes it; add `istio-injection`",
               ns->name);
  }
}

}  // namespace meshlint::rules::injection
