// What a run checks: every resource once for all environments that see it alike, and the versions
// to check against.
#ifndef MESHLINT_CHECK_PLAN_H_
#define MESHLINT_CHECK_PLAN_H_

#include <string>
#include <vector>

#include "environment/find_environments.h"
#include "model/resource.h"
#include "model/workspace.h"
#include "schema/version.h"

namespace meshlint::check {

// One resource with the environments that see it so.
struct ResourceTask {
  const model::Resource* resource = nullptr;
  const schema::Targets* targets = nullptr;    // to check against
  const schema::Targets* installed = nullptr;  // what the manifests install
  // A file that may be a patch, or unused: only what is there is checked.
  bool is_partial = false;
  bool is_generated = false;              // by an ApplicationSet
  std::vector<std::string> environments;  // by name, sorted
};

// Views the environments and itself; movable, not copyable.
struct Plan {
  // The newest known version of each product.
  schema::Targets defaults;
  // By environment: the defaults, and over them what the environment installs or the configuration
  // asks for.
  std::vector<schema::Targets> targets;
  std::vector<ResourceTask> resources;
  // Each rendered resource once, whatever the versions.
  std::vector<model::Resource> listed;

  Plan() = default;
  Plan(Plan&&) = default;
  Plan& operator=(Plan&&) = default;
};

// A resource that nothing touched keeps the record of its file, which is how equal ones are found.
// `environments` must outlive the plan.
Plan make_plan(const model::Workspace& workspace, const environment::EnvironmentSet& environments);

}  // namespace meshlint::check

#endif  // MESHLINT_CHECK_PLAN_H_
