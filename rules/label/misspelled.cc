#include "check/rule.h"
#include "model/istio_names.h"
#include "text/edit_distance.h"

namespace meshlint::rules::label {

// Any label is allowed, and an unknown one in the domain istio.io may be for a selector. Only a
// name that is a letter or two away from a known one is certain to be a mistake.
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
    report.add(key, "unknown Istio label `{}` has no effect; did you mean `{}`?", name, meant);
  });
}

}  // namespace meshlint::rules::label
