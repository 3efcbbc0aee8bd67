// Finds what is applied together: which kustomizations are roots, what Argo CD Applications pull
// in, and which files nobody mentions.
//
//   EnvironmentSet set = find_environments(workspace, config, jobs);
//   for (const auto& environment : set.environments) check(*environment);
#ifndef MESHLINT_ENVIRONMENT_FIND_ENVIRONMENTS_H_
#define MESHLINT_ENVIRONMENT_FIND_ENVIRONMENTS_H_

#include <memory>
#include <string>
#include <vector>

#include "kustomize/build.h"
#include "meshlint/config.h"
#include "meshlint/finding.h"
#include "model/environment.h"
#include "model/workspace.h"
#include "text/problem.h"
#include "yaml/arena.h"

namespace meshlint::environment {

// All environments of a workspace, with the builds that their resources live in. Movable.
struct EnvironmentSet {
  // Sorted by name.
  std::vector<std::unique_ptr<model::Environment>> environments;
  // What is wrong with the kustomizations, each problem with the environments it occurs in.
  struct BuildProblem {
    text::Problem problem;
    std::vector<std::string> environments;  // by name, sorted
  };
  std::vector<BuildProblem> problems;
  std::vector<std::unique_ptr<const kustomize::Build>> builds;
  yaml::Arena generated;  // Applications of ApplicationSets
};

// Builds every root kustomization, expands ApplicationSets, and follows the Applications whose
// repoURL is this repository: one of the git remotes or of `repo_urls` in the configuration. Where
// neither is known, the URL counts as this repository under which most Applications name folders
// that exist here. A root that deploys to several clusters gives an environment for each.
EnvironmentSet find_environments(const model::Workspace& workspace, const Config& config,
                                 unsigned jobs);

}  // namespace meshlint::environment

#endif  // MESHLINT_ENVIRONMENT_FIND_ENVIRONMENTS_H_
