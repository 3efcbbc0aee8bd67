// How large the values of a CRD's schemas can be, for cost estimates.
//
//   cel::SchemaSizes sizes(version["schema"]["openAPIV3Schema"]);
//   std::uint64_t items = sizes.max_size(schema);
//
// Source: k8s.io/apiserver 1.34, pkg/cel/common/schemas.go; k8s.io/apiextensions-apiserver,
//         pkg/apiserver/schema/cel/compilation.go.
#ifndef MESHLINT_CEL_SCHEMA_SIZES_H_
#define MESHLINT_CEL_SCHEMA_SIZES_H_

#include <cstdint>
#include <map>
#include <span>
#include <string_view>
#include <vector>

#include "yaml/node.h"

namespace meshlint::cel {

// The largest request that an API server accepts, without the quotes or brackets around it: the
// size of a string without a limit.
inline constexpr std::uint64_t kUnboundedText = 3 * 1024 * 1024 - 2;
inline constexpr std::uint64_t kMaxBytesOfCodePoint = 4;

// A schema of an object with keys of the user's own.
bool is_map_schema(yaml::Node schema);
// Whether expressions can see the values of a schema.
bool is_visible_schema(yaml::Node schema);

// Where a schema sets no limit, the largest request to an API server does. Not const: remembers
// which schemas it was used for.
class SchemaSizes {
 public:
  // The root schema of a version. It's kept.
  explicit SchemaSizes(yaml::Node root) : root_(root) {}

  yaml::Node root() const { return root_; }
  // True for a schema of whole objects, with metadata: the root, or an embedded resource.
  bool is_resource(yaml::Node schema) const;

  // The most items of a list, entries of a map or bytes of a string; 0 for all other values.
  std::uint64_t max_size(yaml::Node schema);
  // How many values of the schema one object can hold. `around`: the schemas of the lists and maps
  // around it.
  std::uint64_t max_count(yaml::Node schema, std::span<const yaml::Node> around);

  // The keyword that limits values of the schema: "maxItems", "maxProperties" or "maxLength". Empty
  // if there is none.
  static std::string_view bound_of(yaml::Node schema);
  // The schemas with such a keyword whose size has been used so far.
  const std::vector<yaml::Node>& asked() const { return asked_; }
  // Pretends that the schema has that limit.
  void assume(yaml::Node schema, std::uint64_t bound) { assumed_[schema.record()] = bound; }

 private:
  // The limit that is written or assumed, else -1.
  std::int64_t bound(yaml::Node schema);
  // The fewest bytes of a value in JSON.
  std::uint64_t min_bytes(yaml::Node schema);

  yaml::Node root_;
  std::vector<yaml::Node> asked_;
  std::map<const yaml::Record*, std::uint64_t> assumed_;
  std::map<const yaml::Record*, std::uint64_t> min_bytes_;
};

}  // namespace meshlint::cel

#endif  // MESHLINT_CEL_SCHEMA_SIZES_H_
