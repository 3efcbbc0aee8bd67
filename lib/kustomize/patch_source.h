// Where a kustomization's patches are written: in files of their own, or in its entries.
#ifndef MESHLINT_KUSTOMIZE_PATCH_SOURCE_H_
#define MESHLINT_KUSTOMIZE_PATCH_SOURCE_H_

#include <optional>
#include <string_view>
#include <vector>

#include "kustomize/context.h"
#include "kustomize/kustomization.h"
#include "kustomize/stage.h"
#include "yaml/node.h"

namespace meshlint::kustomize {

struct PatchText {
  std::vector<yaml::Node> documents;
  yaml::Node at;  // the path, or the scalar that holds the patch
};

// Each of these returns nothing if there's no patch to read. Then the reason is reported, and the
// stage is marked as one that may differ.

// The patch in the file that `path` names.
std::optional<PatchText> patch_in_file(Context& context, const Kustomization& kustomization,
                                       Stage& stage, yaml::Node path);
// The patch that a scalar of the kustomization holds.
std::optional<PatchText> patch_in_text(Context& context, Stage& stage, yaml::Node text);
// The patch of an entry, which has either a `path` or the patch itself in `inline_field`. `what`
// is the word for it in messages.
std::optional<PatchText> patch_of_entry(Context& context, const Kustomization& kustomization,
                                        Stage& stage, yaml::Node entry, std::string_view what,
                                        std::string_view inline_field);

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_PATCH_SOURCE_H_
