// A control plane of Istio that lies in the repository as a Deployment, rendered before.
#ifndef MESHLINT_MODEL_CONTROL_PLANE_H_
#define MESHLINT_MODEL_CONTROL_PLANE_H_

#include <string_view>

#include "model/resource.h"
#include "yaml/node.h"

namespace meshlint::model {

// A version, and what tells it.
struct ToldVersion {
  std::string_view text;  // "1.22.1"; views the node; empty if nothing tells one
  yaml::Node node;
};

// The version of istiod that a Deployment of it tells: its labels, as Istio's operator and charts
// write them, or else the tag of its image. Nothing for any other resource.
ToldVersion istiod_version(const Resource& resource);

}  // namespace meshlint::model

#endif  // MESHLINT_MODEL_CONTROL_PLANE_H_
