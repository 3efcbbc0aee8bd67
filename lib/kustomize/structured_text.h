// Strings that hold YAML or JSON, as ConfigMaps do, with one value in them changed.
#ifndef MESHLINT_KUSTOMIZE_STRUCTURED_TEXT_H_
#define MESHLINT_KUSTOMIZE_STRUCTURED_TEXT_H_

#include <optional>
#include <span>
#include <string>

#include "kustomize/context.h"
#include "kustomize/field_path.h"
#include "yaml/node.h"

namespace meshlint::kustomize {

// The text of the scalar with what `rewrite` makes of the value at those steps; nothing if the
// text is no map and no list, or has nothing there. JSON is written anew, with two blanks a level
// if it had several lines; YAML is laid out anew, with its styles and comments. Blanks at the end
// go.
std::optional<std::string> with_value_in_text(Context& context, yaml::Node scalar,
                                              std::span<const std::string> steps,
                                              const Rewrite& rewrite);

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_STRUCTURED_TEXT_H_
