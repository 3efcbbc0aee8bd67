// What the `kustomize` block of an Argo CD source adds to a kustomization.
#ifndef MESHLINT_RENDER_APPLICATION_OVERLAY_H_
#define MESHLINT_RENDER_APPLICATION_OVERLAY_H_

#include "yaml/arena.h"
#include "yaml/node.h"

namespace meshlint::render {

// The block as fields of a kustomization, for RenderOptions::overlay; missing if it changes
// nothing. Images, `[OLD=]NAME[:TAG|@DIGEST]` in an Application, become maps, counts of replicas
// numbers. Values keep their places.
yaml::Node application_overlay(yaml::Node kustomize, yaml::Arena& arena);

}  // namespace meshlint::render

#endif  // MESHLINT_RENDER_APPLICATION_OVERLAY_H_
