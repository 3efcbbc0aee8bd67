#include "rules/reference/reference.h"
#include "text/edit_distance.h"
#include "text/placeholder.h"

namespace meshlint::rules::reference {
namespace {

constexpr std::string_view kGroup = "gateway.networking.k8s.io";

void check(const Environment& environment, const Resource& resource, Node labels,
           std::string_view own_ns, Report& report) {
  const Node name = labels["istio.io/use-waypoint"];
  if (name.text().empty() || name.text() == "none" || text::has_placeholder(name.text())) return;
  const std::string_view written = labels["istio.io/use-waypoint-namespace"].text();
  const std::string_view ns = written.empty() ? own_ns : written;
  if (environment.find(kGroup, "Gateway", ns, name.text()) != nullptr) return;
  text::NearestName nearest(name.text());
  bool has_others = environment.is_complete();
  for (const Resource* const gateway : environment.of_kind(kGroup, "Gateway")) {
    if (gateway->ns != ns) continue;
    has_others = true;
    nearest.consider(gateway->name);
  }
  if (!has_others || !environment.is_rendered || environment.is_open) {
    return report.not_checked(name);
  }
  report.add(&resource, name, "waypoint Gateway `{}` not found in namespace `{}`{}", name.text(),
             ns, text::did_you_mean(nearest.best()));
}

}  // namespace

// Checks only namespaces that get Gateways from this environment: many waypoints are made by hand.
void waypoint_not_found(const Environment& environment, Report& report) {
  for (const Resource* const ns : environment.of_kind("", "Namespace")) {
    check(environment, *ns, ns->at("metadata.labels"), ns->name, report);
  }
  for (const Resource* const service : environment.of_kind("", "Service")) {
    check(environment, *service, service->at("metadata.labels"), service->ns, report);
  }
  for (const Resource* const entry : environment.of_kind("networking.istio.io", "ServiceEntry")) {
    check(environment, *entry, entry->at("metadata.labels"), entry->ns, report);
  }
  for (const model::Workload& workload : environment.references().workloads()) {
    check(environment, *workload.resource, workload.labels, workload.resource->ns, report);
  }
}

}  // namespace meshlint::rules::reference
