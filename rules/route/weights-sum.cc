#include <fmt/format.h>

#include <limits>
#include <vector>

#include "rules/route/route.h"

namespace meshlint::rules::route {
namespace {

// Weights such as 1 and 3, or parts of a thousand, aren't meant as percentages.
bool reads_as_ratio(std::int64_t sum) {
  if (sum <= 10) return true;
  while (sum % 10 == 0) sum /= 10;
  return sum == 1;
}

}  // namespace

// Envoy divides each weight by their sum, so a newer Istio accepts 75 and 15: they become 83 % and
// 17 %. A single destination gets everything, whatever its weight. A sum of 0 and missing weights
// have their own rules.
void weights_sum(const Resource& resource, Report& report) {
  for_each_destination_list(resource, [&](Node destinations) {
    if (destinations.size() < 2) return;

    std::int64_t sum = 0;
    for (const Node destination : destinations) {
      const std::optional<std::int64_t> weight = destination["weight"].as_int();
      if (!weight || *weight < 0 || *weight > std::numeric_limits<std::int32_t>::max()) return;
      sum += *weight;
    }
    if (sum == 100 || sum == 0) return;

    const bool is_rejected = report.istio().is_before(1, 15);
    if (!is_rejected && reads_as_ratio(sum)) return;

    if (is_rejected) {
      auto finding =
          report.add(destinations, "weights of the {} destinations add up to {}, not 100",
                     destinations.size(), sum);
      finding.note(fmt::format(
          "Istio {} rejects every sum but 100; since 1.15, weights are shares of the sum",
          report.istio().written));
      return;
    }
    constexpr std::size_t kMostShown = 5;
    if (destinations.size() > kMostShown) {
      report.add(destinations, "weights of the {} destinations add up to {}, not 100",
                 destinations.size(), sum);
      return;
    }
    std::vector<std::int64_t> shares;
    for (const Node destination : destinations) {
      shares.push_back(destination["weight"].as_int().value_or(0));
    }
    report.add(destinations,
               "weights of the {} destinations add up to {}, not 100; requests are split {} of {}",
               destinations.size(), sum, fmt::format("{}", fmt::join(shares, "/")), sum);
  });
}

}  // namespace meshlint::rules::route
