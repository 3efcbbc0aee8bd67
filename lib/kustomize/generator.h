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
  yaml::Node ns;              // perhaps missing
  yaml::Node common_options;  // generatorOptions, perhaps missing
  bool is_secret = false;
  // Of a generator with a file of its own: that file, and the object in it.
  std::string_view path = {};
  yaml::Node metadata = {};
};

// Adds the object to the stage, or lays it over the one that `behavior` means. Values from
// literals, files and env files point there. The hash comes behind its name at the very end.
void generate(Context& context, const Kustomization& kustomization, Stage& stage,
              const GeneratorInput& input);

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_GENERATOR_H_
