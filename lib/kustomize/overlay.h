// The fields that Argo CD's `source.kustomize` adds to a kustomization before it's built.
#ifndef MESHLINT_KUSTOMIZE_OVERLAY_H_
#define MESHLINT_KUSTOMIZE_OVERLAY_H_

#include "yaml/arena.h"
#include "yaml/node.h"

namespace meshlint::kustomize {

// `root` with the fields of `over`: lists are appended to those of `root`, where an item replaces
// the one with the same name (of `images` and `replicas`); mappings are merged; everything else
// replaces the field of `root`.
yaml::Record with_overlay(yaml::Arena& arena, yaml::Node root, yaml::Node over);

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_OVERLAY_H_
