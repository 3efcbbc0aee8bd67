// The template mode without `goTemplate: true`, which only replaces `{{ key }}`.
#ifndef MESHLINT_ARGOCD_PLACEHOLDERS_H_
#define MESHLINT_ARGOCD_PLACEHOLDERS_H_

#include <string_view>

#include "template/budget.h"
#include "template/rendered_text.h"
#include "yaml/arena.h"
#include "yaml/node.h"

namespace meshlint::argocd {

// Replaces each `{{ key }}` by the item with that key in `parameters`, a flat mapping of strings:
// "path.basename" is one key. An unknown key stays as written.
templates::RenderedText replace_placeholders(std::string_view text, yaml::Node parameters,
                                             yaml::Arena& arena, templates::TemplateBudget& budget);

}  // namespace meshlint::argocd

#endif  // MESHLINT_ARGOCD_PLACEHOLDERS_H_
