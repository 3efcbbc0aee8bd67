// Copies the tree of a document that goes away into an arena that stays.
#ifndef MESHLINT_ARGOCD_COPIED_TREE_H_
#define MESHLINT_ARGOCD_COPIED_TREE_H_

#include <functional>

#include "text/span.h"
#include "yaml/arena.h"
#include "yaml/node.h"

namespace meshlint::argocd {

// A copy that shares nothing with `root`; `place` maps the span of each node to that of its copy.
// Nodes deeper than kDeepestTree become null.
yaml::Node copied_tree(yaml::Arena& arena, yaml::Node root,
                       const std::function<text::Span(text::Span)>& place);

}  // namespace meshlint::argocd

#endif  // MESHLINT_ARGOCD_COPIED_TREE_H_
