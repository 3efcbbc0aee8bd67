// What admission policies and suppressions report; `reported-by: check` on the page of each.
#ifndef MESHLINT_CHECK_PROBLEMS_H_
#define MESHLINT_CHECK_PROBLEMS_H_

#include <array>

#include "text/problem.h"

namespace meshlint::check {

inline constexpr text::ProblemKind kPolicyDenied{"admission/policy-denied"};
inline constexpr text::ProblemKind kPolicyWarned{"admission/policy-warned"};
inline constexpr text::ProblemKind kPolicyAudited{"admission/policy-audited"};
inline constexpr text::ProblemKind kInvalidPolicy{"admission/invalid-policy"};
inline constexpr text::ProblemKind kPolicyNotChecked{"admission/policy-not-checked"};
inline constexpr text::ProblemKind kUnusedSuppression{"suppression/unused"};

inline constexpr auto kProblemKinds =
    std::to_array<text::ProblemKind>({kPolicyDenied, kPolicyWarned, kPolicyAudited, kInvalidPolicy,
                                      kPolicyNotChecked, kUnusedSuppression});

}  // namespace meshlint::check

#endif  // MESHLINT_CHECK_PROBLEMS_H_
