#include <map>

#include "rules/reference/reference.h"

namespace meshlint::rules::reference {
namespace {

// Calls `visit` with each destination that gets requests or copies of them. One of several
// destinations gets none if it has no weight.
template <typename Visit>
void for_each_used_destination(const Resource& virtual_service, Visit visit) {
  const Node spec = virtual_service.root["spec"];
  for (const std::string_view protocol : {"http", "tls", "tcp"}) {
    for (const Node entry : spec[protocol]) {
      const Node routes = entry["route"];
      for (const Node route : routes) {
        if (routes.size() > 1 && route["weight"].as_int().value_or(0) == 0) continue;
        visit(route["destination"]);
      }
      if (entry["mirror"].is_map()) visit(entry["mirror"]);
      for (const Node mirror : entry["mirrors"]) visit(mirror["destination"]);
    }
  }
}

}  // namespace

void route_to_empty_subset(const Environment& environment, Report& report) {
  const auto& virtual_services = environment.of_kind("networking.istio.io", "VirtualService");
  if (virtual_services.empty()) return;
  std::map<std::pair<std::string_view, std::string_view>, const EmptySubset*> by_name;
  const std::vector<EmptySubset> all = empty_subsets(environment);
  for (const EmptySubset& empty : all) {
    by_name.try_emplace({empty.full_host, empty.subset["name"].text()}, &empty);
  }
  if (by_name.empty()) return;
  for (const Resource* const resource : virtual_services) {
    for_each_used_destination(*resource, [&](Node destination) {
      const Node subset = destination["subset"];
      if (subset.text().empty()) return;
      const auto host = service_host(environment, destination["host"].text(), resource->ns);
      if (!host) return;
      const auto found = by_name.find({host->full_name, subset.text()});
      if (found == by_name.end()) return;
      const EmptySubset& empty = *found->second;
      if (!empty.is_certain) return report.not_checked(subset);
      report
          .add(resource, subset,
               "labels of subset `{}` match no pod of Service `{}`; requests get a 503",
               subset.text(), empty.service->name)
          .related(empty.subset["labels"], "labels of the subset");
    });
  }
}

}  // namespace meshlint::rules::reference
