// Shared by the rules of this family: the sources of an Application, and strings that are
// templates.
#ifndef MESHLINT_RULES_ARGOCD_ARGOCD_H_
#define MESHLINT_RULES_ARGOCD_ARGOCD_H_

#include <string_view>

#include "check/rule.h"
#include "model/application_sources.h"

namespace meshlint::rules::argocd {

using model::for_each_source;

// Whether the text contains a blank such as `<org>` that a person fills in.
inline bool has_blank_to_fill(std::string_view text) {
  const std::size_t open = text.find('<');
  if (open == text.npos || open + 1 >= text.size()) return false;
  const char next = text[open + 1];
  return (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z');
}

// Text that an ApplicationSet, Helm, envsubst or a person fills in first.
inline bool is_templated(std::string_view text) {
  return text.find("{{") != text.npos || text.find("${") != text.npos ||
         text.find("$(") != text.npos || text.starts_with('{') || has_blank_to_fill(text);
}

// The spec of an Application, or of the Applications that an ApplicationSet makes.
inline Node application_spec(const Resource& resource) {
  return resource.kind == "ApplicationSet" ? resource.at("spec.template.spec")
                                           : resource.root["spec"];
}

// The entry of `sources`, or `source`, that the path belongs to.
inline Node source_of(const Resource& application, Node path) {
  Node result;
  for_each_source(application.root["spec"], [&](Node source) {
    if (source["path"] == path) result = source;
  });
  return result;
}

}  // namespace meshlint::rules::argocd

#endif  // MESHLINT_RULES_ARGOCD_ARGOCD_H_
