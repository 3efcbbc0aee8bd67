// What the `kustomize` block of an Argo CD source adds to a kustomization.
#ifndef MESHLINT_ARGOCD_APPLICATION_OVERLAY_H_
#define MESHLINT_ARGOCD_APPLICATION_OVERLAY_H_

#include "yaml/arena.h"
#include "yaml/node.h"

namespace meshlint::argocd {

// The block as fields of a kustomization, for BuildOptions::overlay; missing if it changes nothing.
// Images, which an Application writes as `[OLD=]NAME[:TAG|@DIGEST]`, become mappings, and replica
// counts become numbers. Values keep their places.
yaml::Node application_overlay(yaml::Node kustomize, yaml::Arena& arena);

}  // namespace meshlint::argocd

#endif  // MESHLINT_ARGOCD_APPLICATION_OVERLAY_H_
