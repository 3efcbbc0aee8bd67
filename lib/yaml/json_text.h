// Trees as JSON text in the form of Go's encoder: keys sorted, `<`, `>` and `&` escaped.
#ifndef MESHLINT_YAML_JSON_TEXT_H_
#define MESHLINT_YAML_JSON_TEXT_H_

#include <string>
#include <string_view>

#include "yaml/node.h"

namespace meshlint::yaml {

// Appends a string in quotes.
void add_json_string(std::string& json, std::string_view text);
// Appends a tree, with scalars read as kustomize reads them.
void add_json(std::string& json, Node node);
// The same over several lines, indented by two spaces per level.
void add_indented_json(std::string& json, Node node, std::size_t level = 0);

}  // namespace meshlint::yaml

#endif  // MESHLINT_YAML_JSON_TEXT_H_
