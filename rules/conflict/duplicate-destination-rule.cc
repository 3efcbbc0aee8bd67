#include <map>
#include <tuple>

#include "rules/conflict/conflict.h"
#include "text/placeholder.h"

namespace meshlint::rules::conflict {
namespace {

Node subset_named(const Resource& rule, std::string_view name) {
  for (const Node subset : rule.at("spec.subsets")) {
    if (subset["name"].text() == name) return subset;
  }
  return {};
}

}  // namespace

// istiod merges the DestinationRules of one namespace for one host. Of two subsets with one name,
// and of two policies for the whole host, it uses only the older one.
void duplicate_destination_rule(const Environment& environment, Report& report) {
  const auto& rules = environment.of_kind("networking.istio.io", "DestinationRule");
  if (!environment.is_rendered || rules.size() < 2) return;
  std::map<std::pair<std::string_view, std::string>, std::vector<const Resource*>> by_host;
  for (const Resource* const rule : rules) {
    const std::string_view host = rule->at("spec.host").text();
    // A selector limits it to some clients, `exportTo` to those of some namespaces.
    if (host.empty() || text::has_placeholder(host) || rule->at("spec.workloadSelector") ||
        rule->at("spec.exportTo")) {
      continue;
    }
    auto& others = by_host[{rule->ns, model::full_host(host, rule->ns)}];
    for (const Resource* const other : others) {
      if (other->root == rule->root) continue;
      const Node policy = rule->at("spec.trafficPolicy");
      const Node other_policy = other->at("spec.trafficPolicy");
      if (policy && other_policy && !yaml::deep_equal(policy, other_policy)) {
        report
            .add(rule, rule->root["spec"].key("trafficPolicy"),
                 "DestinationRule `{}` also sets a `trafficPolicy` for `{}`; merge them",
                 other->name, host)
            .related(other->root["spec"].key("trafficPolicy"), "also set here");
      }
      for (const Node subset : rule->at("spec.subsets")) {
        const Node twin = subset_named(*other, subset["name"].text());
        if (!twin || yaml::deep_equal(subset, twin)) continue;
        report
            .add(rule, subset["name"],
                 "subset `{}` of `{}` is also in DestinationRule `{}`; merge them",
                 subset["name"].text(), host, other->name)
            .related(twin["name"], "also defined here");
      }
    }
    others.push_back(rule);
  }
}

}  // namespace meshlint::rules::conflict
