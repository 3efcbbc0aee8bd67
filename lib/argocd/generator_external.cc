#include "argocd/generator_external.h"

#include <algorithm>
#include <array>

namespace meshlint::argocd {
namespace {

struct ExternalGenerator {
  std::string_view kind;
  std::string_view reason;
};

constexpr auto kExternal = std::to_array<ExternalGenerator>({
    {"clusterDecisionResource", "its decisions are in the cluster, not in files"},
    {"plugin", "plugins are not called"},
    {"pullRequest", "pull requests are not fetched"},
    {"scmProvider", "other repositories are not listed"},
});

}  // namespace

std::string_view reason_of_external(std::string_view kind) {
  const auto found = std::ranges::find(kExternal, kind, &ExternalGenerator::kind);
  return found == kExternal.end() ? std::string_view() : found->reason;
}

}  // namespace meshlint::argocd
