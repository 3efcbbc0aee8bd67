// Writes the value of a replacement into one object.
#ifndef MESHLINT_KUSTOMIZE_PLACE_VALUE_H_
#define MESHLINT_KUSTOMIZE_PLACE_VALUE_H_

#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "kustomize/context.h"
#include "kustomize/replacement_options.h"
#include "text/span.h"
#include "yaml/node.h"

namespace meshlint::kustomize {

struct Placement {
  std::optional<yaml::Record> root;  // the new tree; nothing if it stays as it is
  std::size_t places = 0;            // how many values the path leads to
  std::string reason;                // why it leads to none, where that can be said
};

// Writes `value` at every place of `root` that the steps lead to, which can go on into a string
// that holds YAML or JSON. New parents get the span `path_at`. A scalar that is replaced keeps its
// type.
Placement place_value(Context& context, yaml::Node root, std::span<const std::string> steps,
                      const ReplacementOptions& options, const yaml::Record& value,
                      text::Span path_at);

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_PLACE_VALUE_H_
