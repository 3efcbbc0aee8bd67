// The resources of a build as `kustomize build` prints them.
//
//   std::string text = print(build.resources);
#ifndef MESHLINT_KUSTOMIZE_PRINT_H_
#define MESHLINT_KUSTOMIZE_PRINT_H_

#include <span>
#include <string>

#include "model/resource.h"
#include "yaml/emit.h"

namespace meshlint::kustomize {

// All resources with `---` between them, in their order. Values of annotations are printed as
// strings, whatever their type; an empty or null `annotations` is not printed. With `lines`, the
// node that each line shows is appended to it.
std::string print(std::span<const model::Resource> resources, yaml::ShownNodes* lines = nullptr);

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_PRINT_H_
