// Builds the parts of a workspace: all roots, and on demand what Applications point at.
//
//   Parts parts(workspace, jobs, builds, arena);
//   parts.build_roots();
//   std::optional<PartKey> key = parts.of_source("apps/cart", source, reason);
#ifndef MESHLINT_ENVIRONMENT_PARTS_H_
#define MESHLINT_ENVIRONMENT_PARTS_H_

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "environment/part.h"
#include "kustomize/build.h"
#include "model/workspace.h"
#include "text/problem.h"
#include "yaml/arena.h"
#include "yaml/node.h"

namespace meshlint::environment {

class Parts {
 public:
  // A problem of a kustomization, with the part that it occurs in.
  using Problem = std::pair<text::Problem, PartKey>;

  // Keeps references to `workspace`, `builds` and `arena`. `builds` receives the builds that own
  // the rendered resources, `arena` the overlays of Applications.
  Parts(const model::Workspace& workspace, unsigned jobs,
        std::vector<std::unique_ptr<const kustomize::Build>>& builds, yaml::Arena& arena)
      : workspace_(workspace), jobs_(jobs), builds_(builds), arena_(arena) {}

  // Builds every kustomization that no other one includes, and the parts of the remaining files.
  void build_roots();
  // The parts that need no Application to be built, sorted.
  const std::vector<PartKey>& roots() const { return roots_; }

  // The part that an Application's source renders from a folder of this repository, built if it
  // isn't yet. Nothing, with the reason, for a chart or a plugin. References to parts stay valid.
  std::optional<PartKey> of_source(const std::string& directory, yaml::Node source,
                                   std::string& reason);

  const Part& at(const PartKey& key) const { return parts_.at(key); }
  const std::map<PartKey, Part>& all() const { return parts_; }
  // The folders that the kustomization of a part includes; empty for other parts.
  std::vector<std::string> folders_of(const PartKey& key) const;
  std::vector<Problem>& problems() { return problems_; }

 private:
  void build(const std::vector<std::string>& directories);
  void take(const PartKey& key, std::unique_ptr<const kustomize::Build> build);
  void add(const PartKey& key, Part&& part);
  std::optional<PartKey> kustomized_part(const std::string& directory, yaml::Node source,
                                         std::string& reason);

  const model::Workspace& workspace_;
  unsigned jobs_;
  std::vector<std::unique_ptr<const kustomize::Build>>& builds_;
  yaml::Arena& arena_;
  std::map<PartKey, Part> parts_;
  std::vector<PartKey> roots_;
  std::set<std::string, std::less<>> used_files_;
  std::map<PartKey, std::vector<std::string>> folders_;  // of kustomizations
  std::map<const yaml::Record*, yaml::Node> overlays_;   // of `kustomize` blocks
  std::size_t overlay_builds_ = 0;
  std::vector<Problem> problems_;
};

}  // namespace meshlint::environment

#endif  // MESHLINT_ENVIRONMENT_PARTS_H_
