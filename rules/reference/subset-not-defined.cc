#include <algorithm>
#include <unordered_map>
#include <vector>

#include "rules/reference/reference.h"
#include "text/edit_distance.h"
#include "text/placeholder.h"

namespace meshlint::rules::reference {
namespace {

// The DestinationRules of an environment by host.
class RulesByHost {
 public:
  explicit RulesByHost(const Environment& environment) : environment_(environment) {
    for (const Resource* const rule :
         environment.of_kind("networking.istio.io", "DestinationRule")) {
      rules_[key(rule->at("spec.host").text(), rule->ns)].push_back(rule);
    }
  }

  // Whether a rule is for exactly this host, not for a wildcard that covers it.
  bool has_own(std::string_view host, std::string_view ns) const {
    return rules_.contains(key(host, ns));
  }

  // Rules for exactly this host and for wildcards that cover it.
  std::vector<const Resource*> covering(std::string_view host, std::string_view ns) const {
    std::string name = key(host, ns);
    std::vector<const Resource*> result;
    append(name, result);
    // "*.shop.svc.cluster.local", "*.svc.cluster.local", ... Real names have few labels, so a
    // hostile one with thousands isn't followed to its end.
    constexpr int kMostLabels = 32;
    std::size_t dot = name.find('.');
    for (int label = 0; label < kMostLabels && dot != name.npos; ++label) {
      append(fmt::format("*{}", std::string_view(name).substr(dot)), result);
      dot = name.find('.', dot + 1);
    }
    append("*", result);
    return result;
  }

 private:
  std::string key(std::string_view host, std::string_view ns) const {
    if (auto service = service_host(environment_, host, ns)) return std::move(service->full_name);
    return std::string(host);
  }

  void append(const std::string& name, std::vector<const Resource*>& result) const {
    if (const auto found = rules_.find(name); found != rules_.end()) {
      result.insert(result.end(), found->second.begin(), found->second.end());
    }
  }

  const Environment& environment_;
  std::unordered_map<std::string, std::vector<const Resource*>> rules_;
};

bool defines(const Resource& rule, std::string_view subset) {
  return std::ranges::any_of(rule.at("spec.subsets"),
                             [subset](Node each) { return each["name"].text() == subset; });
}

// "v1, v2 and 3 more".
std::string subset_list(const std::vector<const Resource*>& rules) {
  constexpr std::size_t kMostNamed = 5;
  std::vector<std::string_view> names;
  for (const Resource* const rule : rules) {
    for (const Node subset : rule->at("spec.subsets")) names.push_back(subset["name"].text());
  }
  std::ranges::sort(names);
  const auto rest = std::ranges::unique(names);
  names.erase(rest.begin(), rest.end());
  std::string list;
  for (std::size_t i = 0; i < std::min(names.size(), kMostNamed); ++i) {
    if (i > 0) list += ", ";
    list += names[i];
  }
  if (names.size() > kMostNamed) list += fmt::format(" and {} more", names.size() - kMostNamed);
  return list;
}

}  // namespace

// Rules of any namespace count, since it depends on the callers' namespaces which rules they see.
void subset_not_defined(const Environment& environment, Report& report) {
  const auto& virtual_services = environment.of_kind("networking.istio.io", "VirtualService");
  if (virtual_services.empty()) return;
  std::optional<RulesByHost> rules_by_host;  // created for the first subset

  for (const Resource* const resource : virtual_services) {
    for_each_destination(*resource, [&](Node destination) {
      const Node subset = destination["subset"];
      const std::string_view host = destination["host"].text();
      if (subset.text().empty() || subset.is_null() || host.empty() ||
          text::has_placeholder(subset.text()) || text::has_placeholder(host)) {
        return;
      }
      if (!rules_by_host) rules_by_host.emplace(environment);
      const std::vector<const Resource*> rules = rules_by_host->covering(host, resource->ns);
      if (std::ranges::any_of(
              rules, [&](const Resource* rule) { return defines(*rule, subset.text()); })) {
        return;
      }

      if (!rules_by_host->has_own(host, resource->ns)) {
        // A rule for the host may be in the host's namespace or in that of the route.
        const auto service = service_host(environment, host, resource->ns);
        if (!service || !environment.is_closed(service->ns) ||
            !environment.is_closed(resource->ns)) {
          return report.not_checked(subset);
        }
      }
      if (rules.empty()) {
        report.add(resource, subset, "subset `{}` isn't defined; host `{}` has no DestinationRule",
                   subset.text(), host);
        return;
      }
      const Resource& rule = *rules.front();
      const std::string defined = subset_list(rules);
      const Node subsets = rule.at("spec.subsets");
      if (defined.empty()) {
        report
            .add(resource, subset, "subset `{}` isn't defined; DestinationRule `{}` has no subsets",
                 subset.text(), rule.name)
            .related(rule.at("spec.host"), "rule for this host");
        return;
      }
      report
          .add(resource, subset, "subset `{}` isn't defined by DestinationRule `{}` (has: {})",
               subset.text(), rule.name, defined)
          .related(subsets ? subsets : rule.at("spec.host"), "subsets defined here");
    });
  }
}

}  // namespace meshlint::rules::reference
