// The clusters that Argo CD deploys to, as Secrets in the repository declare them.
//
//   std::vector<Cluster> clusters;
//   collect_clusters(resources, clusters);
#ifndef MESHLINT_ARGOCD_CLUSTER_H_
#define MESHLINT_ARGOCD_CLUSTER_H_

#include <string>
#include <vector>

#include "model/resource.h"
#include "yaml/node.h"

namespace meshlint::argocd {

// A cluster declared by a Secret with the label argocd.argoproj.io/secret-type: cluster.
struct Cluster {
  std::string name;
  std::string server;  // without a slash at the end
  yaml::Node secret;
};

// Appends the clusters that these resources declare, in order and without duplicates. A Secret
// that shows no name or no URL, as a sealed one, declares nothing.
void collect_clusters(const std::vector<model::Resource>& resources,
                      std::vector<Cluster>& clusters);

}  // namespace meshlint::argocd

#endif  // MESHLINT_ARGOCD_CLUSTER_H_
