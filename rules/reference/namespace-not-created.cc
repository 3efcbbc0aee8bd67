#include <algorithm>
#include <set>

#include "rules/reference/reference.h"
#include "text/placeholder.h"

namespace meshlint::rules::reference {

// Checks only environments that create some namespaces, and so are expected to create all.
void namespace_not_created(const Environment& environment, Report& report) {
  const model::References& references = environment.references();
  if (!environment.is_rendered || environment.is_open || !references.creates_namespaces()) return;
  std::set<std::string_view> reported;
  for (const Resource& resource : environment.resources) {
    const Node ns = resource.at("metadata.namespace");
    const std::string_view name = ns.text();
    if (name.empty() || text::has_placeholder(name) || references.creates_namespace(name)) continue;
    // Argo CD's own objects are in its namespace, which is created when Argo CD is installed.
    if (resource.group() == "argoproj.io" || resource.group() == "install.istio.io") continue;
    if (name == references.root_namespace() || name.starts_with("kube-") ||
        name.starts_with("openshift") || reported.contains(name)) {
      continue;
    }
    if (environment.may_hold_more(name)) {
      report.not_checked(ns);
      continue;
    }
    reported.insert(name);
    if (creates_namespace_somewhere(*environment.workspace, name)) {
      report.not_checked(ns);
      continue;
    }
    report.add(&resource, ns, "nothing in this environment creates namespace `{}`; add a Namespace",
               name);
  }
}

}  // namespace meshlint::rules::reference
