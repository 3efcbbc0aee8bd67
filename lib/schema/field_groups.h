// Recognizes conditions of schemas that are about the presence of fields: "exactly one of a and b".
#ifndef MESHLINT_SCHEMA_FIELD_GROUPS_H_
#define MESHLINT_SCHEMA_FIELD_GROUPS_H_

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yaml/node.h"

namespace meshlint::schema {

// True for a mapping without any other keys.
bool has_only_keys(yaml::Node map, std::initializer_list<std::string_view> keys);

// A schema of nothing but oneOf, anyOf, allOf and not.
bool is_condition(yaml::Node schema);

// [{type: integer}, {type: string}], which CRDs write next to x-kubernetes-int-or-string.
bool is_int_or_string(yaml::Node branches);

// The names if each branch, except number `except`, requires exactly one field. `owner` is the
// schema of the object that has the fields.
std::optional<std::vector<std::string>> required_fields(yaml::Node branches, yaml::Node owner,
                                                        std::optional<std::size_t> except = {});

// The names if the branches of a oneOf allow at most one of them:
// [{not: {anyOf: [A, B]}}, A, B], where A and B each require a field.
std::optional<std::vector<std::string>> exclusive_fields(yaml::Node branches, yaml::Node owner);

}  // namespace meshlint::schema

#endif  // MESHLINT_SCHEMA_FIELD_GROUPS_H_
