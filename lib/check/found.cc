#include "check/found.h"

#include <optional>
#include <utility>

#include "check/registry.h"

namespace meshlint::check {

void Found::add(std::vector<text::Problem> problems, const model::Resource* resource,
                const Selection& selection) {
  for (text::Problem& problem : problems) {
    const std::optional<std::size_t> rule = rule_of(problem.kind);
    if (!rule || !selection.is_on(*rule)) continue;
    findings.push_back({.rule = *rule, .problem = std::move(problem), .resource = resource});
  }
}

}  // namespace meshlint::check
