#include <fmt/format.h>

#include <limits>
#include <vector>

#include "rules/route/route.h"

namespace meshlint::rules::route {
namespace {

// Weights like 1 to 3, or parts of a thousand, were never meant as percent.
bool reads_as_ratio(std::int64_t sum) {
  if (sum <= 10) return true;
  while (sum % 10 == 0) sum /= 10;
  return sum == 1;
}

}  // namespace

// Envoy divides each weight by their sum, so 75 and 15 do not fail with a newer Istio: they become
// 83 % and 17 %. A lone destination takes everything, whatever it says. A total of 0 and missing
// weights have rules of their own.
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
      auto finding = report.add(destinations, "weights of the {} routes sum to {}, not 100",
                                destinations.size(), sum);
      finding.note(
          fmt::format("Istio {} rejects every total but 100; 1.15 and later take weights "
                      "as shares of their sum",
                      report.istio().written));
      return;
    }
    constexpr std::size_t kMostShown = 5;
    if (destinations.size() > kMostShown) {
      report.add(destinations, "weights of the {} routes sum to {}, not 100", destinations.size(),
                 sum);
      return;
    }
    std::vector<std::int64_t> shares;
    for (const Node destination : destinations) {
      shares.push_back(destination["weight"].as_int().value_or(0));
    }
    report.add(destinations,
               "weights of the {} routes sum to {}, not 100; requests are still split {} of {}",
               destinations.size(), sum, fmt::format("{}", fmt::join(shares, "/")), sum);
  });
}

}  // namespace meshlint::rules::route
