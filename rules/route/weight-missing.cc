#include "rules/route/route.h"

namespace meshlint::rules::route {

// An unset weight is 0, not the rest to 100. weights-zero reports routes without any weight.
void weight_missing(const Resource& resource, Report& report) {
  for_each_destination_list(resource, [&](Node destinations) {
    Node weighted;
    for (const Node destination : destinations) {
      if (destination["weight"].as_int().value_or(0) > 0) weighted = destination["weight"];
    }
    if (!weighted) return;

    for (const Node route : destinations) {
      if (!route.is_map() || is_set(route["weight"])) continue;
      report
          .add(route, "destination `{}` has no weight, so it gets no traffic; set its weight",
               destination_text(route["destination"]))
          .related(weighted, "weight of another one");
    }
  });
}

}  // namespace meshlint::rules::route
