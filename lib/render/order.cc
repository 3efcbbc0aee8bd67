#include "render/order.h"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <initializer_list>
#include <map>
#include <numeric>
#include <string_view>

#include "yaml/node.h"

namespace meshlint::render {
namespace {

// What a resource is sorted by, with the two texts that kustomize compares.
struct Key {
  std::ptrdiff_t rank = 0;
  std::string type;
  std::string place;
  bool is_core = false;
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
  // The last mention of a kind counts.
  std::map<std::string_view, std::ptrdiff_t, std::less<>> ranks;
  const auto first_size = static_cast<std::ptrdiff_t>(order.first.size());
  for (std::size_t i = 0; i < order.first.size(); ++i) {
    ranks[order.first[i]] = static_cast<std::ptrdiff_t>(i) - first_size;
  }
  for (std::size_t i = 0; i < order.last.size(); ++i) {
    ranks[order.last[i]] = static_cast<std::ptrdiff_t>(i) + 1;
  }

  std::vector<Key> keys;
  keys.reserve(resources.size());
  for (const model::Resource& resource : resources) {
    const auto rank = ranks.find(resource.kind);
    const std::string_view group = resource.group();
    const std::string_view version = or_else(resource.version(), "~V");
    // As it is written, not as the environment has it.
    const std::string_view ns = resource.root["metadata"]["namespace"].text();
    keys.push_back(
        {.rank = rank == ranks.end() ? 0 : rank->second,
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
    // A core group sorts last, but Kubernetes' own Namespaces come before those of others.
    if (resources[i].kind == "Namespace" && (a.is_core || b.is_core)) return a.type > b.type;
    return a.type < b.type;
  });
  return indexes;
}

}  // namespace meshlint::render
