// The cluster that an Application deploys to.
#ifndef MESHLINT_ENVIRONMENT_DESTINATION_CLUSTER_H_
#define MESHLINT_ENVIRONMENT_DESTINATION_CLUSTER_H_

#include <string>
#include <vector>

#include "argocd/cluster.h"
#include "model/resource.h"

namespace meshlint::environment {

// The name of the destination, or its server if no Secret in `clusters` names that. An Application
// that runs in the cluster `current` and deploys to "in-cluster" gets `current`.
std::string destination_cluster(const model::Resource& application, const std::string& current,
                                const std::vector<argocd::Cluster>& clusters);

}  // namespace meshlint::environment

#endif  // MESHLINT_ENVIRONMENT_DESTINATION_CLUSTER_H_
