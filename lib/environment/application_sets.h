// The Applications that resources of a run stand for, with every ApplicationSet expanded once.
#ifndef MESHLINT_ENVIRONMENT_APPLICATION_SETS_H_
#define MESHLINT_ENVIRONMENT_APPLICATION_SETS_H_

#include <cstddef>
#include <map>
#include <utility>
#include <vector>

#include "argocd/application_set.h"
#include "environment/part.h"
#include "model/resource.h"
#include "text/problem.h"
#include "yaml/node.h"

namespace meshlint::environment {

class ApplicationSets {
 public:
  // A problem of an ApplicationSet, with the root of that resource.
  using Problem = std::pair<text::Problem, const yaml::Record*>;

  explicit ApplicationSets(argocd::GeneratorInputs inputs) : inputs_(std::move(inputs)) {}

  // What the ApplicationSet creates. The reference stays valid.
  const argocd::Expansion& expansion_of(const model::Resource& set);

  // Calls visit(application) for an Application itself, or for each one that an ApplicationSet
  // creates.
  template <typename Visit>
  void for_each_application(const model::Resource& resource, Visit visit) {
    if (is_application(resource)) visit(resource);
    if (!is_application_set(resource)) return;
    for (const model::Resource& created : expansion_of(resource).applications) visit(created);
  }

  const std::vector<argocd::Cluster>& clusters() const { return inputs_.clusters; }
  std::vector<Problem>& problems() { return problems_; }

 private:
  argocd::GeneratorInputs inputs_;
  std::map<const yaml::Record*, argocd::Expansion> expansions_;
  std::size_t created_ = 0;  // Applications of all expansions
  std::vector<Problem> problems_;
};

}  // namespace meshlint::environment

#endif  // MESHLINT_ENVIRONMENT_APPLICATION_SETS_H_
