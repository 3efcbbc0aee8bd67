#include "meshlint/environments.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "api/settings.h"
#include "environment/find_environments.h"
#include "model/application_sources.h"
#include "model/environment.h"
#include "model/workspace.h"
#include "text/places.h"

namespace meshlint {
namespace {

using yaml::Node;

void sort_once(std::vector<Unchecked>& entries) {
  const auto words = [](const Unchecked& entry) {
    const Place& place = entry.place;
    return std::tie(place.path, place.line, place.column, entry.what, entry.reason);
  };
  std::ranges::stable_sort(
      entries, [&](const Unchecked& a, const Unchecked& b) { return words(a) < words(b); });
  const auto rest = std::ranges::unique(
      entries, [&](const Unchecked& a, const Unchecked& b) { return words(a) == words(b); });
  entries.erase(rest.begin(), rest.end());
}

// What became of each source's path, by its node.
using Pulls = std::unordered_map<const yaml::Record*, const model::PulledPath*>;

SourceInfo source_info(Node source, const Pulls& pulls) {
  SourceInfo info{.repo_url = std::string(source["repoURL"].text()),
                  .path = std::string(source["chart"] ? "" : source["path"].text()),
                  .chart = std::string(source["chart"].text()),
                  .revision = std::string(source["targetRevision"].text()),
                  .ref = std::string(source["ref"].text())};
  const auto pulled = pulls.find(source["path"].record());
  if (source["path"] && pulled != pulls.end()) {
    info.is_here = pulled->second->exists;
    info.is_whole = pulled->second->is_whole;
    info.resources = pulled->second->rendered;
  }
  return info;
}

ApplicationInfo application_info(const model::ApplicationOrigin& origin, const Pulls& pulls,
                                 text::Places& places) {
  const model::Resource& application = *origin.application;
  const Node spec = application.root["spec"];
  const Node destination = spec["destination"];
  const Node cluster = destination["name"] ? destination["name"] : destination["server"];
  ApplicationInfo info{.name = std::string(application.name),
                       .ns = std::string(application.ns),
                       .place = places.of(application.at("metadata.name").span()),
                       .made_by = origin.made_by,
                       .brought_by = origin.brought_by,
                       .destination = std::string(cluster.text()),
                       .destination_namespace = std::string(destination["namespace"].text())};
  model::for_each_source(spec,
                         [&](Node source) { info.sources.push_back(source_info(source, pulls)); });
  return info;
}

EnvironmentInfo environment_info(const model::Environment& environment, text::Places& places) {
  EnvironmentInfo info{.name = environment.name,
                       .root = environment.root.empty() ? "." : environment.root,
                       .cluster = environment.cluster,
                       .resources = environment.resources.size(),
                       .unresolved = environment.unresolved};
  for (const model::Resource& resource : environment.resources) {
    ++info.kinds[std::string(resource.kind)];
  }
  // Two Applications may share the node of a path: those of one ApplicationSet.
  std::unordered_map<const model::Resource*, Pulls> pulls;
  for (const model::PulledPath& pulled : environment.pulled) {
    pulls[pulled.application].emplace(pulled.path.record(), &pulled);
  }
  for (const model::ApplicationOrigin& origin : environment.applications) {
    info.applications.push_back(application_info(origin, pulls[origin.application], places));
  }
  sort_once(info.unresolved);
  return info;
}

}  // namespace

EnvironmentList list_environments(std::span<const Input> inputs, const Config& config) {
  const model::LoadOptions options = load_options(config);
  const model::Workspace workspace = model::Workspace::load(inputs, options);
  const environment::EnvironmentSet set =
      environment::find_environments(workspace, config, options.jobs);
  text::Places places(workspace.sources());
  EnvironmentList list{
      .environments = {}, .unchecked = workspace.unchecked(), .files = workspace.files().size()};
  for (const auto& environment : set.environments) {
    list.environments.push_back(environment_info(*environment, places));
  }
  for (const environment::EnvironmentSet::BuildProblem& found : set.problems) {
    for (EnvironmentInfo& environment : list.environments) {
      if (std::ranges::find(found.environments, environment.name) == found.environments.end()) {
        continue;
      }
      environment.mistakes.push_back({places.of(found.problem.at), found.problem.message, {}});
    }
  }
  for (EnvironmentInfo& environment : list.environments) sort_once(environment.mistakes);
  sort_once(list.unchecked);
  return list;
}

}  // namespace meshlint
