#include "environment/find_environments.h"

#include <algorithm>
#include <set>
#include <utility>

#include "argocd/cluster.h"
#include "environment/application_sets.h"
#include "environment/environment_builder.h"
#include "environment/own_repository.h"
#include "environment/parts.h"
#include "environment/pulled_parts.h"
#include "model/target_version.h"
#include "text/places.h"

namespace meshlint::environment {
namespace {

argocd::GeneratorInputs generator_inputs(const model::Workspace& workspace, const Parts& parts,
                                         const OwnRepository& own, yaml::Arena& arena) {
  argocd::GeneratorInputs inputs;
  inputs.workspace = &workspace;
  inputs.own_urls = &own.urls();
  inputs.arena = &arena;
  for (const auto& [key, part] : parts.all()) {
    argocd::collect_clusters(part.resources, inputs.clusters);
  }
  return inputs;
}

}  // namespace

EnvironmentSet find_environments(const model::Workspace& workspace, const Config& config,
                                 unsigned jobs) {
  EnvironmentSet set;
  text::Places places(workspace.sources());
  Parts parts(workspace, jobs, set.builds, set.generated);
  parts.build_roots();
  const OwnRepository own = OwnRepository::of(workspace, config, parts.all());
  ApplicationSets sets(generator_inputs(workspace, parts, own, set.generated));
  const std::set<PartKey> pulled = pulled_parts(parts, sets, own);

  EnvironmentBuilder builder({.workspace = workspace,
                              .config = config,
                              .own = own,
                              .parts = parts,
                              .sets = sets,
                              .places = places});
  const auto build = [&](const PartKey& root) {
    for (auto& environment : builder.build(root)) {
      set.environments.push_back(std::move(environment));
    }
  };
  for (const PartKey& key : parts.roots()) {
    if (!pulled.contains(key)) build(key);
  }
  // Parts that bring each other have no root: build the first part of each such cycle. A part with
  // Applications comes before a plain one, which it may bring.
  for (const bool needs_entry : {true, false}) {
    for (const PartKey& key : parts.roots()) {
      if (builder.has_reached(key) || (needs_entry && parts.at(key).entries.empty())) continue;
      build(key);
    }
  }
  std::ranges::stable_sort(set.environments, {}, [](const auto& each) { return each->name; });
  model::choose_target_versions(set.environments, config, workspace, places);

  const auto add_problem = [&](text::Problem&& problem, const std::set<std::string>& names) {
    set.problems.push_back({std::move(problem), {names.begin(), names.end()}});
  };
  for (auto& [problem, part] : parts.problems()) {
    add_problem(std::move(problem), builder.names_of(part));
  }
  for (auto& [problem, application_set] : sets.problems()) {
    add_problem(std::move(problem), builder.names_of(application_set));
  }
  return set;
}

}  // namespace meshlint::environment
