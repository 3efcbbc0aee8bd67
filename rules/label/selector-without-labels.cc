#include <algorithm>

#include "check/rule.h"

namespace meshlint::rules::label {
namespace {

// The API server drops labels that are null.
bool has_labels(Node selector) {
  for (const Node labels : {selector["matchLabels"], selector["labels"]}) {
    const auto entries = labels.entries();
    if (std::any_of(entries.begin(), entries.end(),
                    [](const yaml::EntryView& label) { return !label.value.is_null(); })) {
      return true;
    }
  }
  return false;
}

}  // namespace

void selector_without_labels(const Resource& resource, Report& report) {
  const Node spec = resource.root["spec"];
  for (const char* const name : {"selector", "workloadSelector"}) {
    const Node selector = spec[name];
    if (!selector.is_map() || has_labels(selector)) continue;
    report.add(spec.key(name),
               "`{}` without labels selects all workloads in scope; list labels or delete it",
               name);
  }
}

}  // namespace meshlint::rules::label
