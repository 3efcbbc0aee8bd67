// Paths to fields as `replacements` and `vars` write them: "spec.http.[name=web].route.0".
#ifndef MESHLINT_KUSTOMIZE_FIELD_STEPS_H_
#define MESHLINT_KUSTOMIZE_FIELD_STEPS_H_

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "yaml/node.h"

namespace meshlint::kustomize {

// The steps of a path. A dot within brackets or after a backslash doesn't separate steps.
std::vector<std::string> field_steps(std::string_view path);

// The value at these steps, each of which is a key, an index, `-` for the last item, or
// `[key=value]`. Missing if there is none.
yaml::Node value_at(yaml::Node root, std::span<const std::string> steps);

// The index that a step names; nothing if it isn't an integer.
std::optional<std::size_t> index_of(std::string_view step);

// The two parts of "[name=web]". The field is empty in "[=web]", for lists of single values.
struct ItemStep {
  std::string_view field;
  std::string_view value;
};
// Nothing if the step isn't of that form.
std::optional<ItemStep> item_step(std::string_view step);

// The parts of a string between the occurrences of a delimiter, at least one.
std::vector<std::string> split(std::string_view text, std::string_view delimiter);

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_FIELD_STEPS_H_
