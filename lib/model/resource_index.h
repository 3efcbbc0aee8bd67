// Looks up resources by kind and by identity.
//
//   for (const Resource* gateway : index.of_kind("networking.istio.io", "Gateway")) ...
#ifndef MESHLINT_MODEL_RESOURCE_INDEX_H_
#define MESHLINT_MODEL_RESOURCE_INDEX_H_

#include <cstddef>
#include <map>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "model/resource.h"

namespace meshlint::model {

// References the resources, which must outlive it and stay in place.
class ResourceIndex {
 public:
  void add(const Resource& resource);

  // Resources of a kind, in order; empty if there is none.
  const std::vector<const Resource*>& of_kind(std::string_view group, std::string_view kind) const;
  // The first resource with that identity, or null.
  const Resource* find(std::string_view group, std::string_view kind, std::string_view ns,
                       std::string_view name) const;

 private:
  struct Identity {
    std::string_view group;
    std::string_view kind;
    std::string_view ns;
    std::string_view name;
    bool operator==(const Identity&) const = default;
  };
  struct IdentityHash {
    std::size_t operator()(const Identity& identity) const;
  };

  std::map<std::pair<std::string_view, std::string_view>, std::vector<const Resource*>> by_kind_;
  std::unordered_map<Identity, const Resource*, IdentityHash> by_identity_;
};

}  // namespace meshlint::model

#endif  // MESHLINT_MODEL_RESOURCE_INDEX_H_
