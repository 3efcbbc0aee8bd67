// Puts a draft into the form of tables: equal texts, windows and nameless types are kept once.
#ifndef MESHLINT_SCHEMA_TABLE_BUILDER_H_
#define MESHLINT_SCHEMA_TABLE_BUILDER_H_

#include <span>
#include <string>
#include <vector>

#include "schema/draft.h"
#include "schema/facts.h"
#include "schema/tables.h"

namespace meshlint::schema {

// What tables view, owned.
struct TableStorage {
  std::string pool;
  std::vector<Window> windows;
  std::vector<double> numbers;
  std::vector<std::uint32_t> lists;
  std::vector<tables::TypeRecord> types;
  std::vector<tables::FieldRecord> fields;
  std::vector<tables::FacetRecord> facets;
  std::vector<tables::ApiVersionRecord> api_versions;
  std::vector<tables::KindRecord> kinds;
  std::vector<tables::NamedTypeRecord> named_types;

  // Valid until the storage is moved or goes away; views `products` as well.
  Tables view(std::span<const Product> products) const;
};

// Types that no kind and no name leads to are left out. Nameless types must not form cycles.
TableStorage build_tables(const draft::Draft& draft);

}  // namespace meshlint::schema

#endif  // MESHLINT_SCHEMA_TABLE_BUILDER_H_
