// What the checks of one resource, one environment or one file find. Each has its own, so that they
// may run in parallel.
#ifndef MESHLINT_CHECK_FOUND_H_
#define MESHLINT_CHECK_FOUND_H_

#include <string>
#include <vector>

#include "check/report.h"
#include "check/selection.h"
#include "check/upgrade.h"
#include "model/resource.h"
#include "text/problem.h"
#include "text/span.h"

namespace meshlint::check {

struct Found {
  std::vector<RawFinding> findings;
  // Values that another tool fills in and that break a rule of their type as they are.
  std::vector<text::Span> filled_in_later;
  std::vector<UncheckedReference> unchecked;
  std::vector<UpgradeStep> upgrade_steps;

  // Adds what a stage of the library reports, as findings of the rules that are on.
  void add(std::vector<text::Problem> problems, const model::Resource* resource,
           const Selection& selection);
};

// A raw finding with the environments it occurs in, by name, sorted.
struct Located {
  RawFinding finding;
  std::vector<std::string> environments;
};

}  // namespace meshlint::check

#endif  // MESHLINT_CHECK_FOUND_H_
