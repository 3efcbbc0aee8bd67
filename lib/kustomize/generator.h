// The ConfigMaps and Secrets that a kustomization generates.
#ifndef MESHLINT_KUSTOMIZE_GENERATOR_H_
#define MESHLINT_KUSTOMIZE_GENERATOR_H_

#include <string_view>

#include "kustomize/context.h"
#include "kustomize/kustomization.h"
#include "kustomize/stage.h"
#include "yaml/node.h"

namespace meshlint::kustomize {

struct GeneratorInput {
  yaml::Node entry;           // an item of configMapGenerator or secretGenerator
  yaml::Node name;            // of the object; without one, nothing is generated
  yaml::Node ns;              // can be missing
  yaml::Node common_options;  // generatorOptions, can be missing
  bool is_secret = false;
  // For a generator with its own file: that file, and the metadata of the object in it.
  std::string_view path = {};
  yaml::Node metadata = {};
};

// Adds the object to the stage or, with `behavior`, merges it into an existing one. Values point at
// the literal, file or line of an env file that they come from. The hash is added to the name at
// the end of the build.
void generate(Context& context, const Kustomization& kustomization, Stage& stage,
              const GeneratorInput& input);

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_GENERATOR_H_
