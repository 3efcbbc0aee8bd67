// One mistake, one finding: where two rules report the same place, the more specific rule wins.
#ifndef MESHLINT_CHECK_SUPERSEDE_H_
#define MESHLINT_CHECK_SUPERSEDE_H_

#include <vector>

#include "check/found.h"
#include "check/registry.h"

namespace meshlint::check {

// Drops each finding at whose place there is one of a rule that `supersedes` its rule.
void drop_superseded(const Registry& rules, std::vector<Located>& findings);

}  // namespace meshlint::check

#endif  // MESHLINT_CHECK_SUPERSEDE_H_
