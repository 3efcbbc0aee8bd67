// What an expression costs at most: the estimate by which an API server refuses rules of CRDs.
//
//   cel::SchemaSizes sizes(version["schema"]["openAPIV3Schema"]);
//   std::uint64_t cost = cel::max_cost(compiled, environment.types, sizes, self);
//   bool is_refused = cost * sizes.max_count(self, around) > cel::kMaxRuleCost;
//
// All numbers stop at UINT64_MAX, which stands for whatever is above it.
// Source: cel-go 0.26, checker/cost.go; what Kubernetes 1.34 adds to it: k8s.io/apiserver,
//         pkg/cel/library/cost.go and pkg/cel/common/schemas.go; k8s.io/apiextensions-apiserver,
//         pkg/apiserver/schema/cel/compilation.go.
#ifndef MESHLINT_CEL_COST_H_
#define MESHLINT_CEL_COST_H_

#include <cstdint>
#include <map>
#include <span>
#include <string_view>
#include <vector>

#include "cel/compile.h"
#include "cel/type.h"
#include "yaml/node.h"

namespace meshlint::cel {

// What one rule may cost, times the number of values that it judges.
inline constexpr std::uint64_t kMaxRuleCost = 10'000'000;
// What all rules of one version may cost together.
inline constexpr std::uint64_t kMaxSchemaCost = 100'000'000;

// Products and sums that stop at UINT64_MAX.
std::uint64_t times(std::uint64_t a, std::uint64_t b);
std::uint64_t plus(std::uint64_t a, std::uint64_t b);

// How large the values of a CRD's schemas can be. What a schema leaves open is bounded by the
// largest request that an API server takes, 3 MiB. Not const: remembers what was asked.
class SchemaSizes {
 public:
  // The root schema of a version, which is kept.
  explicit SchemaSizes(yaml::Node root) : root_(root) {}

  yaml::Node root() const { return root_; }
  // True for a schema of whole objects, with metadata: the root, or an embedded resource.
  bool is_resource(yaml::Node schema) const;

  // Most items of a list, entries of a map or bytes of a text; 0 for all other values.
  std::uint64_t max_size(yaml::Node schema);
  // How many values of the schema one object can hold. `around` are the schemas of the lists and
  // maps that it lies in.
  std::uint64_t max_count(yaml::Node schema, std::span<const yaml::Node> around);

  // "maxItems", "maxProperties" or "maxLength": what bounds values of the schema; empty if nothing
  // does.
  static std::string_view bound_of(yaml::Node schema);
  // The schemas with such a bound whose size was asked for so far.
  const std::vector<yaml::Node>& asked() const { return asked_; }
  // From now on the schema counts as if it had that bound.
  void assume(yaml::Node schema, std::uint64_t bound) { assumed_[schema.record()] = bound; }

 private:
  // The bound that is written or assumed, else -1.
  std::int64_t bound(yaml::Node schema);
  // Fewest bytes of a value in JSON.
  std::uint64_t min_bytes(yaml::Node schema);

  yaml::Node root_;
  std::vector<yaml::Node> asked_;
  std::map<const yaml::Record*, std::uint64_t> assumed_;
  std::map<const yaml::Record*, std::uint64_t> min_bytes_;
};

// What one evaluation costs at most. The expression was compiled without folding constants, with
// variables that are all of the schema `self`.
std::uint64_t max_cost(const Compiled& compiled, const TypeTable& types, SchemaSizes& sizes,
                       yaml::Node self);

}  // namespace meshlint::cel

#endif  // MESHLINT_CEL_COST_H_
