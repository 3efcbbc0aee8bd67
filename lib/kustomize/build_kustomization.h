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

// Builds the kustomization in that folder of the workspace. Never fails as a whole: each mistake
// becomes a problem at its place, and the rest is built. Behaves like kustomize 5.8, except for
// what is `unresolved`. Without a kustomization in the folder, the build is empty. Problems are
// sorted by place and unique.
Build build_kustomization(const model::Workspace& workspace, std::string_view directory,
                          const BuildOptions& options = {});

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_BUILD_KUSTOMIZATION_H_
