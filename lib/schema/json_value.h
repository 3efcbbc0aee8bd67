// A value of a YAML or JSON tree as compact JSON text: the form in which drafts keep defaults.
#ifndef MESHLINT_SCHEMA_JSON_VALUE_H_
#define MESHLINT_SCHEMA_JSON_VALUE_H_

#include <string>

#include "yaml/node.h"

namespace meshlint::schema {

// Keys stay in the order in which they were written.
std::string json_of(yaml::Node node);

}  // namespace meshlint::schema

#endif  // MESHLINT_SCHEMA_JSON_VALUE_H_
