#include "environment/destination_cluster.h"

#include <algorithm>
#include <string_view>

#include "yaml/node.h"

namespace meshlint::environment {
namespace {

// Whether a server, without its scheme, is the cluster that Argo CD itself runs in.
bool is_in_cluster(std::string_view server) {
  return server.empty() || server == "kubernetes.default.svc" ||
         server == "kubernetes.default.svc:443" || server.starts_with("kubernetes.default.svc.");
}

}  // namespace

std::string destination_cluster(const model::Resource& application, const std::string& current,
                                const std::vector<argocd::Cluster>& clusters) {
  const yaml::Node destination = application.at("spec.destination");
  const std::string_view name = destination["name"].text();
  if (!name.empty()) return name == "in-cluster" ? current : std::string(name);
  std::string server(destination["server"].text());
  while (server.ends_with('/')) server.pop_back();
  const auto known = std::ranges::find(clusters, server, &argocd::Cluster::server);
  if (known != clusters.end() && known->name != "in-cluster") return known->name;
  const std::size_t scheme = server.find("://");
  if (scheme != server.npos) server.erase(0, scheme + 3);
  return is_in_cluster(server) ? current : server;
}

}  // namespace meshlint::environment
