#include "check/rule.h"
#include "model/istio_names.h"
#include "text/edit_distance.h"

namespace meshlint::rules::label {

// Labels are free: one of the domain istio.io that Istio does not know may select something. Only
// what is a letter or two away from one that Istio knows is a mistake for sure.
void misspelled(const Resource& resource, Report& report) {
  constexpr std::size_t kMostLetters = 2;
  const auto& labels = model::kIstioLabels;
  labels.for_each(resource, [&](Node key, Node, std::string_view) {
    const std::string_view name = key.text();
    if (!labels.kind_with(name).empty()) return;
    std::string_view meant;
    std::size_t nearest = kMostLetters + 1;
    labels.for_each_known([&](std::string_view known) {
      const std::size_t distance = text::edit_distance(name, known, kMostLetters);
      if (distance >= nearest) return;
      nearest = distance;
      meant = known;
    });
    if (meant.empty()) return;
    report.add(key, "Istio has no label `{}`, so it does nothing; did you mean `{}`?", name, meant);
  });
}

}  // namespace meshlint::rules::label
