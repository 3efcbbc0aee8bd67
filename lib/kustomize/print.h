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

// All resources with `---` between them, in their order. Values of annotations come out as
// strings whatever they were; annotations that are empty or null do not come out at all. With
// `lines`, what each line shows is appended to it.
std::string print(std::span<const model::Resource> resources, yaml::ShownNodes* lines = nullptr);

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_PRINT_H_
