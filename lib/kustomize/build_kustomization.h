// `kustomize build` in process, with the place of every value kept.
//
//   Build build = build_kustomization(workspace, "service-mesh/overlays/aws");
//   for (const model::Resource& resource : build.resources) use(resource);
#ifndef MESHLINT_KUSTOMIZE_BUILD_KUSTOMIZATION_H_
#define MESHLINT_KUSTOMIZE_BUILD_KUSTOMIZATION_H_

#include <string_view>

#include "kustomize/build.h"
#include "model/workspace.h"

namespace meshlint::kustomize {

// Builds the kustomization in that folder of the workspace. Never fails as a whole: what is
// wrong becomes a problem at its place, the rest is built. Behaviour as kustomize 5.8, but for
// what is `unresolved`. In a folder without a kustomization the build is empty. Problems come
// sorted by place, each once.
Build build_kustomization(const model::Workspace& workspace, std::string_view directory,
                          const BuildOptions& options = {});

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_BUILD_KUSTOMIZATION_H_
