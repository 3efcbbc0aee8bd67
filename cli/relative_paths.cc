#include "cli/relative_paths.h"

#include <map>
#include <string>
#include <utility>

namespace meshlint::cli {

Outcome seen_from(const std::filesystem::path& directory, Outcome outcome) {
  std::map<std::string, std::string> known;
  const auto shown = [&](const std::string& path) -> const std::string& {
    const auto [entry, is_new] = known.try_emplace(path);
    if (is_new) {
      entry->second = path.empty() || path.starts_with('/')
                          ? path
                          : std::filesystem::path(path).lexically_relative(directory).string();
    }
    return entry->second;
  };

  for (Finding& finding : outcome.findings) {
    finding.place.path = shown(finding.place.path);
    for (RelatedPlace& related : finding.related) related.place.path = shown(related.place.path);
    for (std::string& environment : finding.environments) environment = shown(environment);
  }
  for (Unchecked& unchecked : outcome.unchecked) {
    unchecked.place.path = shown(unchecked.place.path);
  }
  for (EnvironmentSummary& environment : outcome.environments) {
    for (Unchecked& unchecked : environment.unresolved) {
      unchecked.place.path = shown(unchecked.place.path);
    }
  }
  std::map<std::string, std::string> sources;
  for (auto& [path, bytes] : outcome.sources) sources.emplace(shown(path), std::move(bytes));
  outcome.sources = std::move(sources);
  return outcome;
}

}  // namespace meshlint::cli
