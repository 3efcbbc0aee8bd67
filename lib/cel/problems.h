// What the CEL rules of CRDs and schemas report; `reported-by: cel` on the page of each.
#ifndef MESHLINT_CEL_PROBLEMS_H_
#define MESHLINT_CEL_PROBLEMS_H_

#include <array>

#include "text/problem.h"

namespace meshlint::cel {

inline constexpr text::ProblemKind kRuleFailed{"schema/rule-failed"};
inline constexpr text::ProblemKind kRuleNotChecked{"schema/rule-not-checked"};
inline constexpr text::ProblemKind kInvalidCrdRule{"schema/invalid-crd-rule"};
inline constexpr text::ProblemKind kCrdRuleTooCostly{"schema/crd-rule-too-costly"};

inline constexpr auto kProblemKinds = std::to_array<text::ProblemKind>(
    {kRuleFailed, kRuleNotChecked, kInvalidCrdRule, kCrdRuleTooCostly});

}  // namespace meshlint::cel

#endif  // MESHLINT_CEL_PROBLEMS_H_
