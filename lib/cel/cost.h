// What an expression costs at most: the estimate by which an API server rejects rules of CRDs.
//
//   cel::SchemaSizes sizes(version["schema"]["openAPIV3Schema"]);
//   std::uint64_t cost = cel::max_cost(compiled, environment.types, sizes, self);
//   bool is_rejected = cost * sizes.max_count(self, around) > cel::kMaxRuleCost;
//
// Source: cel-go 0.26, checker/cost.go.
#ifndef MESHLINT_CEL_COST_H_
#define MESHLINT_CEL_COST_H_

#include <cstdint>

#include "cel/compiled.h"
#include "cel/schema_sizes.h"
#include "cel/type.h"
#include "yaml/node.h"

namespace meshlint::cel {

// What one rule may cost, times the number of values that it checks.
inline constexpr std::uint64_t kMaxRuleCost = 10'000'000;
// What all rules of one version may cost together.
inline constexpr std::uint64_t kMaxSchemaCost = 100'000'000;

// What one evaluation costs at most. The expression has to be compiled without constant folding,
// and all of its variables have the schema `self`.
std::uint64_t max_cost(const Compiled& compiled, const TypeTable& types, SchemaSizes& sizes,
                       yaml::Node self);

}  // namespace meshlint::cel

#endif  // MESHLINT_CEL_COST_H_
