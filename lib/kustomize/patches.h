// The patches of a kustomization, in all their forms.
#ifndef MESHLINT_KUSTOMIZE_PATCHES_H_
#define MESHLINT_KUSTOMIZE_PATCHES_H_

#include <string_view>

#include "kustomize/context.h"
#include "kustomize/kustomization.h"
#include "kustomize/stage.h"
#include "yaml/node.h"

namespace meshlint::kustomize {

// An item of `patchesStrategicMerge`: a file's path, or a patch itself.
void apply_strategic_entry(Context& context, const Kustomization& kustomization, Stage& stage,
                           yaml::Node entry, std::string_view what);
// An item of `patches`, with `path` or `patch`, and optionally `target` and `options`.
void apply_patch_entry(Context& context, const Kustomization& kustomization, Stage& stage,
                       yaml::Node entry, std::string_view what);
// An item of `patchesJson6902`. `inline_field` is the field for a patch that isn't in a file.
void apply_json_entry(Context& context, const Kustomization& kustomization, Stage& stage,
                      yaml::Node entry, std::string_view what,
                      std::string_view inline_field = "patch");

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_PATCHES_H_
