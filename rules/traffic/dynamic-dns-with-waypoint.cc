#include "check/rule.h"

namespace meshlint::rules::traffic {

void dynamic_dns_with_waypoint(const Resource& resource, Report& report) {
  if (report.istio().is_before(1, 30)) return;
  const Node spec = resource.root["spec"];
  const Node location = spec["location"];
  if (spec["resolution"].text() != "DYNAMIC_DNS" || location.text() != "MESH_INTERNAL") return;
  const Node waypoint = resource.root["metadata"]["labels"]["istio.io/use-waypoint"];
  if (waypoint.text().empty() || waypoint.text() == "none") return;
  report.add(location, "MESH_INTERNAL with a waypoint is rejected by Istio; use MESH_EXTERNAL")
      .related(waypoint, "waypoint set here");
}

}  // namespace meshlint::rules::traffic
