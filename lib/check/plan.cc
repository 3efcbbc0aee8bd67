#include "check/plan.h"

#include <cstddef>
#include <map>
#include <set>
#include <string_view>
#include <tuple>

#include "model/environment.h"
#include "schema/facts.h"
#include "yaml/node.h"

namespace meshlint::check {
namespace {

// A loose file in or below the folder of a kustomization may be unused, or used only with a patch.
bool is_partial(const model::Workspace& workspace, const model::Environment& environment,
                const model::Resource& resource) {
  if (environment.is_rendered) return false;
  const model::ManifestFile& file = workspace.file_of(resource.root.span().source);
  std::string_view directory = model::directory_of(file.path);
  while (workspace.kustomization(directory) == nullptr) {
    if (directory.empty()) return false;
    directory = model::directory_of(directory);
  }
  return true;
}

std::set<const yaml::Record*> generated_applications(const model::Environment& environment) {
  std::set<const yaml::Record*> generated;
  for (const model::ApplicationOrigin& origin : environment.applications) {
    if (!origin.made_by.empty()) generated.insert(origin.application->root.record());
  }
  return generated;
}

}  // namespace

Plan make_plan(const model::Workspace& workspace, const environment::EnvironmentSet& environments) {
  Plan plan;
  for (const schema::Product& product : schema::products()) {
    plan.defaults[std::string(product.name)].version = product.newest;
  }
  for (const auto& environment : environments.environments) {
    schema::Targets& targets = plan.targets.emplace_back(plan.defaults);
    for (const auto& [product, target] : environment->targets) targets[product] = target;
  }

  using Key = std::tuple<const yaml::Record*, schema::Version, schema::Version, std::string_view>;
  std::map<Key, std::size_t> seen;
  std::set<const yaml::Record*> listed;
  for (std::size_t i = 0; i < environments.environments.size(); ++i) {
    const model::Environment& environment = *environments.environments[i];
    const schema::Version istio = plan.targets[i]["istio"].version;
    const auto installed = environment.installed.find("istio");
    const schema::Version before =
        installed == environment.installed.end() ? istio : installed->second.version;
    const std::set<const yaml::Record*> generated = generated_applications(environment);
    for (const model::Resource& resource : environment.resources) {
      const yaml::Record* const record = resource.root.record();
      const auto [at, is_new] =
          seen.try_emplace(Key(record, istio, before, resource.ns), plan.resources.size());
      if (is_new) {
        plan.resources.push_back({.resource = &resource,
                                  .targets = &plan.targets[i],
                                  .installed = &environment.installed,
                                  .is_partial = is_partial(workspace, environment, resource),
                                  .is_generated = generated.contains(record)});
      }
      auto& names = plan.resources[at->second].environments;
      if (names.empty() || names.back() != environment.name) names.push_back(environment.name);
      if (listed.insert(record).second) plan.listed.push_back(resource);
    }
  }
  return plan;
}

}  // namespace meshlint::check
