// Types as the files of schemas/ write them.
#ifndef MESHLINT_SCHEMA_FACTS_TYPES_H_
#define MESHLINT_SCHEMA_FACTS_TYPES_H_

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "schema/draft.h"
#include "schema/facts_keys.h"
#include "schema/facts_nodes.h"
#include "schema/facts_set.h"
#include "yaml/node.h"

namespace meshlint::schema {

// Reads the bodies of types into the draft. Named types have to be declared first.
class FactsTypes : public FactsNodes {
 public:
  using FactsNodes::FactsNodes;

  draft::Type new_type(const FactsFile& file) const {
    draft::Type type;
    type.product = file.product;
    type.decoding = file.decoding;
    return type;
  }
  // The type of an expression such as `list<HTTPRoute>`.
  draft::TypeId type_named(const FactsFile& file, yaml::Node at, std::string_view expression);
  // The type that a field, an item or a branch declares.
  draft::TypeId type_of(const FactsFile& file, yaml::Node node, std::size_t depth);
  void read_body(const FactsFile& file, yaml::Node map, draft::Type& type, std::size_t depth);
  void read_facets(const FactsFile& file, yaml::Node map, draft::Type& type, std::size_t depth);
  void read_facet(const FactsFile& file, yaml::Node value, const FacetKey& key, Window when,
                  draft::Type& type, std::size_t depth);
  void read_rules(const FactsFile& file, yaml::Node list, draft::Type& type);
  void read_fields(const FactsFile& file, yaml::Node map, draft::Type& type, std::size_t depth);
  void read_field(const FactsFile& file, yaml::Node key, yaml::Node declaration, draft::Type& type,
                  std::size_t depth);

 protected:
  std::map<std::string, draft::TypeId, std::less<>> shared_types_;
};

}  // namespace meshlint::schema

#endif  // MESHLINT_SCHEMA_FACTS_TYPES_H_
