#include "rules/route/route.h"

namespace meshlint::rules::route {

// An empty value sets nothing.
void authority_set_twice(const Resource& resource, Report& report) {
  for (const Node http : resource.at("spec.http")) {
    Node first = http["rewrite"]["authority"];
    if (first.text().empty() || first.is_null()) first = Node();
    const Node request = http["headers"]["request"];
    for (const std::string_view operation : {"set", "add"}) {
      for (const auto [name, value] : request[operation].entries()) {
        if (!is_authority(name.text()) || value.text().empty() || value.is_null()) continue;
        if (!first) {
          first = name;
          continue;
        }
        report
            .add(name, "`{}` sets the host once more, rejected by Istio; keep one of them",
                 name.text())
            .related(first, "also set here");
      }
    }
  }
}

}  // namespace meshlint::rules::route
