// `replacements`: values that are copied from one object into others.
#ifndef MESHLINT_KUSTOMIZE_REPLACEMENTS_H_
#define MESHLINT_KUSTOMIZE_REPLACEMENTS_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kustomize/context.h"
#include "kustomize/kustomization.h"
#include "kustomize/stage.h"
#include "yaml/node.h"

namespace meshlint::kustomize {

// An item of `replacements`: a `source` with `targets`, or the `path` of a file with such.
void apply_replacement_entry(Context& context, const Kustomization& kustomization, Stage& stage,
                             yaml::Node entry);

// The steps of a path to a field, "spec.http.[name=a.b].route.0": dots in brackets and behind a
// backslash separate nothing.
std::vector<std::string> field_steps(std::string_view path);

// The value at the steps of a path: a key, an index, `-` for the last item, or `[key=value]`.
// Missing if there is none.
yaml::Node value_at(yaml::Node root, std::span<const std::string> steps);

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_REPLACEMENTS_H_
