// Parameter sets: what generators produce and templates are rendered with. Each is a mapping, a
// tree with `goTemplate`, else flat with keys such as "path.basename".
#ifndef MESHLINT_ARGOCD_PARAMETER_SETS_H_
#define MESHLINT_ARGOCD_PARAMETER_SETS_H_

#include <string_view>
#include <vector>

#include "yaml/arena.h"
#include "yaml/node.h"

namespace meshlint::argocd {

using ParameterSets = std::vector<yaml::Node>;

// The deepest level of a tree that is changed; nodes below stay as they are.
inline constexpr std::size_t kDeepestTree = 100;

// The entry "a.b" of a flat set or the field `b` of `a` of a tree; missing if there is neither.
yaml::Node parameter(yaml::Node parameters, std::string_view key);

// Whether a label selector selects the set. Its labels are names of parameters.
bool is_selected(yaml::Node selector, yaml::Node parameters);

// Both trees merged; values of `over` win, except empty ones. This is how Argo CD merges the
// template of a generator into that of the ApplicationSet, and parameter sets with `goTemplate`.
yaml::Node merged_over(yaml::Arena& arena, yaml::Node base, yaml::Node over);

}  // namespace meshlint::argocd

#endif  // MESHLINT_ARGOCD_PARAMETER_SETS_H_
