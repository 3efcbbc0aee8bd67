// Facts as JSON Schema, for editors and for tools that know no other form.
#ifndef MESHLINT_SCHEMA_EXPORT_H_
#define MESHLINT_SCHEMA_EXPORT_H_

#include <string>

#include "schema/facts.h"
#include "schema/version.h"

namespace meshlint::schema {

// JSON Schema (draft-07, with what draft-04 shares of it) of one API version of a kind, as it
// stands in a version of its product. What JSON Schema has no words for is left out: items told
// apart by their keys, CEL rules.
std::string json_schema(Kind kind, ApiVersion api, const Version& version);

}  // namespace meshlint::schema

#endif  // MESHLINT_SCHEMA_EXPORT_H_
