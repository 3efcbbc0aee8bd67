// Builds the environments of roots: adds the resources of a root, follows its Applications, and
// sorts everything by cluster.
//
//   EnvironmentBuilder builder(surroundings);
//   for (auto& environment : builder.build(root)) use(std::move(environment));
#ifndef MESHLINT_ENVIRONMENT_ENVIRONMENT_BUILDER_H_
#define MESHLINT_ENVIRONMENT_ENVIRONMENT_BUILDER_H_

#include <cstddef>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "environment/application_sets.h"
#include "environment/draft.h"
#include "environment/own_repository.h"
#include "environment/part.h"
#include "environment/parts.h"
#include "meshlint/config.h"
#include "model/environment.h"
#include "model/workspace.h"
#include "text/places.h"

namespace meshlint::environment {

class EnvironmentBuilder {
 public:
  // What the environments of a run share.
  struct Surroundings {
    const model::Workspace& workspace;
    const Config& config;
    const OwnRepository& own;
    Parts& parts;
    ApplicationSets& sets;
    text::Places& places;
  };

  explicit EnvironmentBuilder(const Surroundings& surroundings) : in_(surroundings) {}

  // One environment for each cluster that the root deploys to, without target versions.
  std::vector<std::unique_ptr<model::Environment>> build(const PartKey& root);

  // Whether an environment that was built has this part.
  bool has_reached(const PartKey& part) const { return reached_.contains(part); }
  // The names of the environments that have this part, or this ApplicationSet.
  const std::set<std::string>& names_of(const PartKey& part) { return names_[part]; }
  const std::set<std::string>& names_of(const yaml::Record* set) { return set_names_[set]; }

 private:
  struct Walk;
  struct Destination;

  Draft& draft_of(Walk& walk, const std::string& cluster);
  std::vector<std::size_t> add_part(Walk& walk, const PartKey& key, const Destination& to);
  void mark_reached(const PartKey& key, const Part& part);
  std::vector<std::size_t> place_resources(Walk& walk, const Part& part, const Destination& to);
  void follow_entries(Walk& walk, const PartKey& key, const Part& part, const Destination& to);
  void follow(Walk& walk, const model::Resource& application, const std::string& made_by,
              const Destination& from);
  void follow_source(Walk& walk, Draft& draft, std::size_t application, yaml::Node source,
                     const Destination& to);
  void add_unresolved(model::Environment& environment, const kustomize::Unresolved& entry);
  std::unique_ptr<model::Environment> finish(Walk& walk, Draft& draft, bool is_one_of_several);

  Surroundings in_;
  std::size_t placed_ = 0;  // resources of all environments
  bool is_full_ = false;
  std::set<PartKey> reached_;
  std::map<PartKey, std::set<std::string>> names_;
  std::map<const yaml::Record*, std::set<std::string>> set_names_;
};

}  // namespace meshlint::environment

#endif  // MESHLINT_ENVIRONMENT_ENVIRONMENT_BUILDER_H_
