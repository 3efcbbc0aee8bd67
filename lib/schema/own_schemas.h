// Schemas that are not shipped: CRDs of the user's own, in the form of the shipped facts.
#ifndef MESHLINT_SCHEMA_OWN_SCHEMAS_H_
#define MESHLINT_SCHEMA_OWN_SCHEMAS_H_

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "meshlint/result.h"
#include "schema/facts.h"
#include "schema/table_builder.h"
#include "text/problem.h"
#include "yaml/node.h"

namespace meshlint::schema {

// Movable. Kinds found in it stay valid as long as it lives, wherever it is moved to.
class OwnSchemas {
 public:
  OwnSchemas() = default;
  // Reads the CRDs among the roots; other documents are passed over. Problems come with spans of
  // the roots' sources.
  static OwnSchemas read(std::span<const yaml::Node> roots, std::vector<text::Problem>& problems);
  // The same from files, and from the YAML and JSON files below folders. Fails, naming the place,
  // if one cannot be read, or if a path has no CRD at all. Relative paths count from `base`.
  static Result<OwnSchemas> load(const std::vector<std::string>& paths, std::string_view base = {});

  // False if there is no such kind.
  Kind find(std::string_view group, std::string_view name) const {
    return kept_ ? find_kind(group, name, kept_->tables) : Kind();
  }
  // True for the tables of the kinds that it finds.
  bool owns(const Tables& tables) const { return kept_ && &kept_->tables == &tables; }
  bool empty() const { return !kept_ || kept_->tables.kinds.empty(); }

 private:
  struct Kept {
    TableStorage storage;
    Tables tables;
  };
  std::unique_ptr<const Kept> kept_;
};

}  // namespace meshlint::schema

#endif  // MESHLINT_SCHEMA_OWN_SCHEMAS_H_
