// The version of a product that the manifests of an environment are checked against.
//
//   choose_target_versions(environments, config, places);
//   const schema::Target& istio = environment->targets["istio"];
#ifndef MESHLINT_MODEL_TARGET_VERSION_H_
#define MESHLINT_MODEL_TARGET_VERSION_H_

#include <memory>
#include <optional>
#include <vector>

#include "meshlint/config.h"
#include "model/environment.h"
#include "model/workspace.h"
#include "schema/version.h"
#include "text/places.h"

namespace meshlint::model {

// The Istio version that an environment installs.
struct InstalledIstio {
  schema::Target oldest;    // of all that it installs together
  bool is_only_one = true;  // it installs no other version
};

// The version of the environment's control planes; of its other components if it has none; of an
// already rendered Deployment of istiod if it has no component with a version at all. Nothing if it
// installs no known version.
std::optional<InstalledIstio> installed_istio(const Environment& environment,
                                              const Workspace& workspace, text::Places& places);

// Sets `targets` and `installed` of every environment. An environment without its own installation
// has the version of the control planes in the others, if they all have the same one. The
// configuration wins over the manifests. Without a target, the newest known version applies.
void choose_target_versions(const std::vector<std::unique_ptr<Environment>>& environments,
                            const Config& config, const Workspace& workspace, text::Places& places);

}  // namespace meshlint::model

#endif  // MESHLINT_MODEL_TARGET_VERSION_H_
