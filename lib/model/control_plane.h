// A control plane of Istio that is in the repository as an already rendered Deployment.
#ifndef MESHLINT_MODEL_CONTROL_PLANE_H_
#define MESHLINT_MODEL_CONTROL_PLANE_H_

#include <string_view>

#include "model/resource.h"
#include "yaml/node.h"

namespace meshlint::model {

// A version and the node that it was read from.
struct IstiodVersion {
  std::string_view text;  // "1.22.1"; a view into the node; empty if unknown
  yaml::Node node;
};

// The version of a Deployment of istiod: from the labels that Istio's operator and charts write,
// else from the tag of its image. Empty for any other resource.
IstiodVersion istiod_version(const Resource& resource);

}  // namespace meshlint::model

#endif  // MESHLINT_MODEL_CONTROL_PLANE_H_
