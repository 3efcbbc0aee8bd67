#include "report/summary.h"

#include <fmt/core.h>

#include <algorithm>
#include <tuple>

namespace meshlint::report {

Summary summarize(const Outcome& outcome) {
  Summary summary;
  for (const Finding& finding : outcome.findings) {
    switch (finding.severity) {
      case Severity::kError:
        ++summary.errors;
        break;
      case Severity::kWarning:
        ++summary.warnings;
        break;
      case Severity::kInfo:
        ++summary.infos;
        break;
    }
    if (safe_fix(finding) != nullptr) ++summary.fixable;
  }
  return summary;
}

const Fix* safe_fix(const Finding& finding) {
  for (const Fix& fix : finding.fixes) {
    if (fix.is_safe && !fix.edits.empty()) return &fix;
  }
  return nullptr;
}

std::vector<const Unchecked*> all_unchecked(const Outcome& outcome) {
  std::vector<const Unchecked*> all;
  for (const Unchecked& unchecked : outcome.unchecked) all.push_back(&unchecked);
  for (const EnvironmentSummary& environment : outcome.environments) {
    for (const Unchecked& unchecked : environment.unresolved) all.push_back(&unchecked);
  }
  const auto key = [](const Unchecked* unchecked) {
    return std::tie(unchecked->place.path, unchecked->place.begin, unchecked->what,
                    unchecked->reason);
  };
  std::ranges::sort(all, {}, key);
  const auto repeated = std::ranges::unique(all, {}, key);
  all.erase(repeated.begin(), repeated.end());
  return all;
}

std::string counted(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

}  // namespace meshlint::report
