#include "kustomize/patch_directive.h"

#include <fmt/core.h>

#include <algorithm>
#include <string>

#include "kustomize/problems.h"
#include "text/shown.h"

namespace meshlint::kustomize {

Directive directive_of(yaml::Node patch, std::vector<text::Problem>& problems) {
  const yaml::Node directive = patch[kDirectiveKey];
  if (!directive) return Directive::kMerge;
  if (directive.text() == "delete") return Directive::kDelete;
  if (directive.text() == "replace") return Directive::kReplace;
  if (directive.text() != "merge") {
    problems.push_back(
        text::make_problem(kInvalidPatch, directive.span(),
                           fmt::format("unknown `$patch: {}`; write delete, replace or merge",
                                       text::shown(directive.text())),
                           {std::string(directive.text())}));
  }
  return Directive::kMerge;
}

Directive take_directive(std::vector<yaml::Node>& items, std::vector<text::Problem>& problems) {
  const auto first = std::ranges::find_if(
      items, [](yaml::Node item) { return static_cast<bool>(item[kDirectiveKey]); });
  if (first == items.end() || first->size() != 1) return Directive::kMerge;
  const Directive directive = directive_of(*first, problems);
  const std::string_view text = (*first)[kDirectiveKey].text();
  std::erase_if(items, [&](yaml::Node item) {
    return item.is_null() || (item.is_map() && item.empty()) || item[kDirectiveKey].text() == text;
  });
  return directive;
}

}  // namespace meshlint::kustomize
