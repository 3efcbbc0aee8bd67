// Finds what is applied together: which kustomizations are roots, what Argo CD Applications bring,
// and which files belong to neither.
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

// All environments of a workspace, with the builds that own their resources. Movable.
struct EnvironmentSet {
  // Sorted by name.
  std::vector<std::unique_ptr<model::Environment>> environments;
  // A problem of a kustomization or an ApplicationSet, with the environments that it occurs in.
  struct BuildProblem {
    text::Problem problem;
    std::vector<std::string> environments;  // by name, sorted
  };
  std::vector<BuildProblem> problems;
  std::vector<std::unique_ptr<const kustomize::Build>> builds;
  yaml::Arena generated;  // owns the Applications of ApplicationSets
};

// Builds every root kustomization, expands ApplicationSets, and follows the Applications whose
// repoURL is this repository: a git remote or an entry of `repo_urls` in the configuration. Without
// either, it is the URL under which most Applications name folders that exist here. A root that
// deploys to several clusters has one environment for each.
EnvironmentSet find_environments(const model::Workspace& workspace, const Config& config,
                                 unsigned jobs);

}  // namespace meshlint::environment

#endif  // MESHLINT_ENVIRONMENT_FIND_ENVIRONMENTS_H_
