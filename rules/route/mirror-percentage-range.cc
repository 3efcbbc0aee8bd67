#include "rules/route/route.h"

namespace meshlint::rules::route {

void mirror_percentage_range(const Resource& resource, Report& report) {
  for (const Node http : resource.at("spec.http")) {
    const auto check = [&report](Node percentage) {
      const std::optional<double> value = percentage.as_double();
      if (!value || (*value >= 0 && *value <= 100)) return;
      report.add(percentage, "mirrors {} percent, which is {}", percentage.text(),
                 *value < 0 ? "below 0" : "above 100");
    };
    check(http["mirrorPercentage"]["value"]);
    check(http["mirrorPercent"]);
    check(http["mirror_percent"]);  // the name that the proto has, taken as well
    for (const Node mirror : http["mirrors"]) check(mirror["percentage"]["value"]);
  }
}

}  // namespace meshlint::rules::route
