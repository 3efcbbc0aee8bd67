// Runs the rules over all that a run has found, each subject once.
#ifndef MESHLINT_CHECK_CHECKER_H_
#define MESHLINT_CHECK_CHECKER_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "check/found.h"
#include "check/selection.h"
#include "check/upgrade.h"
#include "environment/find_environments.h"
#include "model/workspace.h"
#include "schema/own_schemas.h"

namespace meshlint::check {

struct CheckResult {
  std::vector<Located> findings;  // in an order that does not depend on the number of threads
  std::vector<model::Resource> resources;  // each rendered resource once
  std::map<std::string, std::size_t> kinds_without_schema;
  // References that no rule could judge, by the rule: each node once.
  std::map<std::size_t, std::size_t> references_not_checked;
  // Values that another tool fills in and that break a rule of their type as they stand; sorted.
  std::vector<text::Span> filled_in_later;
  std::vector<Upgrade> upgrades;
  std::uint64_t schema_ns = 0;
  std::uint64_t rules_ns = 0;
};

// A resource that several environments share untouched is checked once for all of those that judge
// it by the same versions. `environments` must outlive the result.
// `given` are the schemas that the user wants in place of the shipped ones; CRDs of the workspace
// serve the kinds that neither has.
CheckResult run_checks(const model::Workspace& workspace,
                       const environment::EnvironmentSet& environments, const Selection& selection,
                       const schema::OwnSchemas& given, unsigned jobs);

}  // namespace meshlint::check

#endif  // MESHLINT_CHECK_CHECKER_H_
