// What checking against schemas reports; `reported-by: schema` on the page of each.
#ifndef MESHLINT_SCHEMA_PROBLEMS_H_
#define MESHLINT_SCHEMA_PROBLEMS_H_

#include <array>

#include "text/problem.h"

namespace meshlint::schema {

inline constexpr text::ProblemKind kUnknownField{"schema/unknown-field"};
inline constexpr text::ProblemKind kWrongType{"schema/wrong-type"};
inline constexpr text::ProblemKind kMissingField{"schema/missing-field"};
inline constexpr text::ProblemKind kUnknownValue{"schema/unknown-value"};
inline constexpr text::ProblemKind kOutOfRange{"schema/out-of-range"};
inline constexpr text::ProblemKind kInvalidFormat{"schema/invalid-format"};
inline constexpr text::ProblemKind kExclusiveFields{"schema/exclusive-fields"};
inline constexpr text::ProblemKind kDuplicateItem{"schema/duplicate-item"};
inline constexpr text::ProblemKind kNewerThanTarget{"schema/newer-than-target"};
inline constexpr text::ProblemKind kRemovedFromTarget{"schema/removed-from-target"};
inline constexpr text::ProblemKind kAmbiguousScalar{"yaml/ambiguous-scalar"};
inline constexpr text::ProblemKind kNoAlternative{"schema/no-alternative"};
inline constexpr text::ProblemKind kInvalidMetadata{"schema/invalid-metadata"};

inline constexpr auto kProblemKinds = std::to_array<text::ProblemKind>(
    {kUnknownField, kWrongType, kMissingField, kUnknownValue, kOutOfRange, kInvalidFormat,
     kExclusiveFields, kDuplicateItem, kNewerThanTarget, kRemovedFromTarget, kAmbiguousScalar,
     kNoAlternative, kInvalidMetadata});

}  // namespace meshlint::schema

#endif  // MESHLINT_SCHEMA_PROBLEMS_H_
