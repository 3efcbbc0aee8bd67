#include "argocd/cluster.h"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>

namespace meshlint::argocd {
namespace {

using yaml::Node;

// A Secret has its values as plain strings in `stringData` or in Base64 in `data`.
std::string secret_value(Node secret, std::string_view name) {
  if (const Node plain = secret["stringData"][name]) return std::string(plain.text());
  std::string result;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : secret["data"][name].text()) {
    constexpr std::string_view kDigits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const std::size_t digit = kDigits.find(c);
    if (digit == kDigits.npos) break;
    bits = bits << 6U | static_cast<std::uint32_t>(digit);
    count += 6;
    if (count >= 8) {
      count -= 8;
      result += static_cast<char>(bits >> static_cast<unsigned>(count) & 0xFFU);
    }
  }
  return result;
}

}  // namespace

void collect_clusters(const std::vector<model::Resource>& resources,
                      std::vector<Cluster>& clusters) {
  for (const model::Resource& resource : resources) {
    if (!resource.is("", "Secret")) continue;
    const Node type = resource.at("metadata.labels")["argocd.argoproj.io/secret-type"];
    if (type.text() != "cluster") continue;
    Cluster cluster{.name = secret_value(resource.root, "name"),
                    .server = secret_value(resource.root, "server"),
                    .secret = resource.root};
    while (cluster.server.ends_with('/')) cluster.server.pop_back();
    const bool is_readable = !cluster.name.empty() && cluster.server.starts_with("http");
    const bool is_known = std::ranges::any_of(clusters, [&](const Cluster& other) {
      return other.name == cluster.name && other.server == cluster.server;
    });
    if (is_readable && !is_known) clusters.push_back(std::move(cluster));
  }
}

}  // namespace meshlint::argocd
