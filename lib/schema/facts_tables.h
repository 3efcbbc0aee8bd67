// The tables that the build makes of schemas/ (see compile_facts.cc). Only facts.cc needs them.
#ifndef MESHLINT_SCHEMA_FACTS_TABLES_H_
#define MESHLINT_SCHEMA_FACTS_TABLES_H_

#include <span>
#include <string_view>

#include "schema/facts.h"

namespace meshlint::schema::tables {

struct NamedType {
  std::string_view group;
  std::string_view name;
  const Type* type = nullptr;
};

extern const std::span<const Product> kProducts;
extern const std::span<const Kind> kKinds;            // sorted by name and group
extern const std::span<const NamedType> kNamedTypes;  // sorted by group and name

}  // namespace meshlint::schema::tables

#endif  // MESHLINT_SCHEMA_FACTS_TABLES_H_
