#include <unordered_map>

#include "rules/traffic/traffic.h"

namespace meshlint::rules::traffic {

void duplicate_subset(const Resource& resource, Report& report) {
  const Node subsets = resource.at("spec.subsets");
  if (subsets.size() < 2) return;
  std::unordered_map<std::string_view, Node> first_of;
  for (const Node subset : subsets) {
    const Node name = subset["name"];
    if (name.text().empty()) continue;
    const auto [first, is_new] = first_of.try_emplace(name.text(), name);
    if (is_new) continue;
    auto finding =
        report.add(name, "duplicate subset `{}`; rename or remove one of them", name.text());
    finding.related(first->second, "first defined here");
    if (report.istio().is_before(1, 22)) {
      finding.note("Istio 1.22 and later rejects this; earlier versions use one of the two");
    }
  }
}

}  // namespace meshlint::rules::traffic
