// What reading YAML and JSON reports; `reported-by: yaml` on the page of each.
#ifndef MESHLINT_YAML_PROBLEMS_H_
#define MESHLINT_YAML_PROBLEMS_H_

#include <array>

#include "text/problem.h"

namespace meshlint::yaml {

inline constexpr text::ProblemKind kSyntax{"yaml/syntax"};
inline constexpr text::ProblemKind kDuplicateKey{"yaml/duplicate-key"};
inline constexpr text::ProblemKind kEncodingProblem{"yaml/encoding"};
inline constexpr text::ProblemKind kNestingProblem{"yaml/nesting"};
inline constexpr text::ProblemKind kSizeProblem{"yaml/size"};
inline constexpr text::ProblemKind kAliasProblem{"yaml/alias"};

inline constexpr auto kProblemKinds = std::to_array<text::ProblemKind>(
    {kSyntax, kDuplicateKey, kEncodingProblem, kNestingProblem, kSizeProblem, kAliasProblem});

}  // namespace meshlint::yaml

#endif  // MESHLINT_YAML_PROBLEMS_H_
