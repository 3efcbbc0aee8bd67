#include "kustomize/order.h"

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <numeric>
#include <string_view>

#include "yaml/node.h"

namespace meshlint::kustomize {
namespace {

// The sort key of a resource, with the two strings that kustomize compares.
struct Key {
  std::ptrdiff_t rank = 0;
  std::string type;
  std::string place;
  bool is_core = false;
};

// The ranks of kinds: negative for the first ones, positive for the last ones.
class Ranks {
 public:
  explicit Ranks(const LegacyOrder& order) {
    ranks_.reserve(order.first.size() + order.last.size());
    auto rank = -static_cast<std::ptrdiff_t>(order.first.size());
    for (const std::string_view kind : order.first) ranks_.push_back({kind, rank++});
    rank = 1;
    for (const std::string_view kind : order.last) ranks_.push_back({kind, rank++});
    std::ranges::stable_sort(ranks_, {}, &Rank::kind);
  }

  // If a kind is listed several times, the last one wins.
  std::ptrdiff_t of(std::string_view kind) const {
    const auto after = std::ranges::upper_bound(ranks_, kind, {}, &Rank::kind);
    return after == ranks_.begin() || after[-1].kind != kind ? 0 : after[-1].rank;
  }

 private:
  struct Rank {
    std::string_view kind;
    std::ptrdiff_t rank;
  };

  std::vector<Rank> ranks_;
};

std::string_view or_else(std::string_view text, std::string_view other) {
  return text.empty() ? other : text;
}

std::string joined(std::initializer_list<std::string_view> parts, char separator) {
  std::string result;
  for (const std::string_view part : parts) {
    if (!result.empty()) result += separator;
    result += part;
  }
  return result;
}

}  // namespace

LegacyOrder LegacyOrder::defaults() {
  return {.first = {"Namespace",
                    "ResourceQuota",
                    "StorageClass",
                    "CustomResourceDefinition",
                    "ServiceAccount",
                    "PodSecurityPolicy",
                    "Role",
                    "ClusterRole",
                    "RoleBinding",
                    "ClusterRoleBinding",
                    "ConfigMap",
                    "Secret",
                    "Endpoints",
                    "Service",
                    "LimitRange",
                    "PriorityClass",
                    "PersistentVolume",
                    "PersistentVolumeClaim",
                    "Deployment",
                    "StatefulSet",
                    "CronJob",
                    "PodDisruptionBudget"},
          .last = {"MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"}};
}

std::vector<std::uint32_t> legacy_order(std::span<const model::Resource> resources,
                                        const LegacyOrder& order) {
  const Ranks ranks(order);
  std::vector<Key> keys;
  keys.reserve(resources.size());
  for (const model::Resource& resource : resources) {
    const std::string_view group = resource.group();
    const std::string_view version = or_else(resource.version(), "~V");
    // The namespace as it is written, not the one of the environment.
    const std::string_view ns = resource.root["metadata"]["namespace"].text();
    keys.push_back(
        {.rank = ranks.of(resource.kind),
         .type = joined({or_else(group, "~G"), version, or_else(resource.kind, "~K")}, '_'),
         .place = joined({or_else(ns, "~X"), or_else(resource.name, "~N")}, '|'),
         .is_core = group.empty()});
  }
  std::vector<std::uint32_t> indexes(resources.size());
  std::iota(indexes.begin(), indexes.end(), 0U);
  std::ranges::stable_sort(indexes, [&](std::uint32_t i, std::uint32_t j) {
    const Key& a = keys[i];
    const Key& b = keys[j];
    if (a.rank != b.rank) return a.rank < b.rank;
    if (a.type == b.type) return a.place < b.place;
    // The core group sorts last, except that Namespaces of the core group sort before those of
    // other groups.
    const bool are_namespaces =
        resources[i].kind == "Namespace" && resources[j].kind == "Namespace";
    if (are_namespaces && (a.is_core || b.is_core)) return a.type > b.type;
    return a.type < b.type;
  });
  return indexes;
}

}  // namespace meshlint::kustomize
