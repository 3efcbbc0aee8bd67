#include "rules/route/route.h"

namespace meshlint::rules::route {
namespace {

bool is_same_destination(Node a, Node b, std::string_view ns) {
  const std::string_view host = a["host"].text();
  if (host.empty() || b["host"].text().empty()) return false;
  return model::full_host(host, ns) == model::full_host(b["host"].text(), ns) &&
         a["subset"].text() == b["subset"].text() &&
         a["port"]["number"].text() == b["port"]["number"].text();
}

}  // namespace

// A mirror to one of several destinations copies the requests of the others to it, which may be
// intended. A mirror to the only destination with traffic just sends each request twice.
void mirror_to_self(const Resource& resource, Report& report) {
  for (const Node http : resource.at("spec.http")) {
    const Node destinations = http["route"];
    if (destinations.empty() || (!http["mirror"] && !http["mirrors"])) continue;

    const auto check = [&](Node mirror) {
      if (!mirror.is_map()) return;
      Node same;
      for (const Node route : destinations) {
        if (destinations.size() > 1 && route["weight"].as_int().value_or(0) == 0) continue;
        if (!is_same_destination(mirror, route["destination"], resource.ns)) return;
        same = route["destination"];
      }
      if (!same) return;
      report
          .add(mirror["host"],
               "mirror to `{}`, which already gets the requests; name another subset or host",
               destination_text(mirror))
          .related(same, "destination of the route");
    };
    check(http["mirror"]);
    for (const Node mirror : http["mirrors"]) check(mirror["destination"]);
  }
}

}  // namespace meshlint::rules::route
