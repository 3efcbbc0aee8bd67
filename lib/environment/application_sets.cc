#include "environment/application_sets.h"

#include <fmt/core.h>

namespace meshlint::environment {
namespace {

// The most Applications that all ApplicationSets of a run create; then no further one is expanded.
constexpr std::size_t kMostCreated = 100'000;

}  // namespace

const argocd::Expansion& ApplicationSets::expansion_of(const model::Resource& set) {
  const auto [at, is_new] = expansions_.try_emplace(set.root.record());
  argocd::Expansion& expansion = at->second;
  if (!is_new) return expansion;
  if (created_ >= kMostCreated) {
    expansion.unresolved.push_back(
        {set.root["kind"].span(), set.title(),
         fmt::format("the ApplicationSets before it create more than {} Applications",
                     kMostCreated)});
    return expansion;
  }
  expansion = argocd::expand_application_set(set, inputs_);
  created_ += expansion.applications.size();
  for (const text::Problem& problem : expansion.problems) {
    problems_.emplace_back(problem, set.root.record());
  }
  return expansion;
}

}  // namespace meshlint::environment
