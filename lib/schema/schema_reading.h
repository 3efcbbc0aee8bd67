// The options and the result of reading schemas into a draft.
#ifndef MESHLINT_SCHEMA_SCHEMA_READING_H_
#define MESHLINT_SCHEMA_SCHEMA_READING_H_

#include <cstddef>
#include <vector>

#include "schema/draft.h"
#include "schema/kind_scopes.h"
#include "text/problem.h"

namespace meshlint::schema {

struct SchemaReading {
  KindScopes scopes;
  std::size_t max_depth = 64;
  std::size_t max_types = 500'000;
};

struct SchemaRead {
  draft::Draft draft;
  std::vector<text::Problem> problems;
  // The number of schemas with their own rules for the `metadata` of whole objects. A draft has one
  // type of metadata for all kinds, so these rules are left out.
  std::size_t dropped_metadata = 0;
};

}  // namespace meshlint::schema

#endif  // MESHLINT_SCHEMA_SCHEMA_READING_H_
