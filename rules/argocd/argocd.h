// What the rules of this family share: the sources of an Application, and text that is not final.
#ifndef MESHLINT_RULES_ARGOCD_ARGOCD_H_
#define MESHLINT_RULES_ARGOCD_ARGOCD_H_

#include <string_view>

#include "check/rule.h"

namespace meshlint::rules::argocd {

// Text that something else fills in first: an ApplicationSet, Helm, envsubst, a person.
inline bool is_templated(std::string_view text) {
  return text.find("{{") != text.npos || text.find("${") != text.npos ||
         text.find("$(") != text.npos || text.starts_with('{') || text.find('<') != text.npos;
}

// The spec of an Application, or of those that an ApplicationSet makes.
inline Node application_spec(const Resource& resource) {
  return resource.kind == "ApplicationSet" ? resource.at("spec.template.spec")
                                           : resource.root["spec"];
}

// The sources that count: with `sources`, Argo CD ignores `source`.
template <typename Visit>
void for_each_source(Node spec, Visit visit) {
  const Node sources = spec["sources"];
  if (sources.empty()) {
    if (spec["source"]) visit(spec["source"]);
    return;
  }
  for (const Node source : sources) visit(source);
}

}  // namespace meshlint::rules::argocd

#endif  // MESHLINT_RULES_ARGOCD_ARGOCD_H_
