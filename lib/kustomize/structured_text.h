// Changes one value in a string that holds YAML or JSON, such as an entry of a ConfigMap.
#ifndef MESHLINT_KUSTOMIZE_STRUCTURED_TEXT_H_
#define MESHLINT_KUSTOMIZE_STRUCTURED_TEXT_H_

#include <optional>
#include <span>
#include <string>

#include "kustomize/field_path.h"
#include "yaml/arena.h"
#include "yaml/node.h"

namespace meshlint::kustomize {

// The text of the scalar with `rewrite` applied to the value at these steps; nothing if the text
// isn't a mapping or a list, or has no such value. JSON is formatted with two spaces per level if
// it had several lines; YAML keeps its styles and comments. Trailing blanks are removed.
std::optional<std::string> with_value_in_text(yaml::Arena& arena, yaml::Node scalar,
                                              std::span<const std::string> steps,
                                              const Rewrite& rewrite);

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_STRUCTURED_TEXT_H_
