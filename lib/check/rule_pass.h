// The rules' part of a run: calls each rule that is on with the subjects that it sees.
#ifndef MESHLINT_CHECK_RULE_PASS_H_
#define MESHLINT_CHECK_RULE_PASS_H_

#include <cstddef>
#include <vector>

#include "cel/regexes.h"
#include "check/found.h"
#include "check/plan.h"
#include "check/rule.h"
#include "check/selection.h"
#include "model/environment.h"
#include "schema/facts.h"
#include "schema/version.h"

namespace meshlint::check {

// Views the selection. The checks are const and may run in parallel.
class RulePass {
 public:
  explicit RulePass(const Selection& selection);

  // `is_well_formed`: the schema had nothing to report, so an expression that fails is a finding.
  void check(const ResourceTask& task, schema::Kind kind, bool is_well_formed, Found& found) const;
  // The environment, and what it installs.
  void check(const model::Environment& environment, const schema::Targets& targets,
             Found& found) const;
  void check(const Document& document, const schema::Targets& targets, Found& found) const;

 private:
  const Selection& selection_;
  std::vector<std::size_t> environment_rules_;
  std::vector<std::size_t> install_rules_;
  std::vector<std::size_t> document_rules_;
  mutable cel::Regexes regexes_;  // of the pages' expressions; it locks itself
};

}  // namespace meshlint::check

#endif  // MESHLINT_CHECK_RULE_PASS_H_
