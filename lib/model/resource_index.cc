#include "model/resource_index.h"

#include <functional>

namespace meshlint::model {
namespace {

constinit const std::vector<const Resource*> kNoResources;

}  // namespace

void ResourceIndex::add(const Resource& resource) {
  by_kind_[{resource.group(), resource.kind}].push_back(&resource);
  by_identity_.try_emplace({resource.group(), resource.kind, resource.ns, resource.name},
                           &resource);
}

const std::vector<const Resource*>& ResourceIndex::of_kind(std::string_view group,
                                                           std::string_view kind) const {
  const auto found = by_kind_.find({group, kind});
  return found == by_kind_.end() ? kNoResources : found->second;
}

const Resource* ResourceIndex::find(std::string_view group, std::string_view kind,
                                    std::string_view ns, std::string_view name) const {
  const auto found = by_identity_.find({group, kind, ns, name});
  return found == by_identity_.end() ? nullptr : found->second;
}

std::size_t ResourceIndex::IdentityHash::operator()(const Identity& identity) const {
  std::size_t result = 0;
  for (const std::string_view part : {identity.group, identity.kind, identity.ns, identity.name}) {
    result = result * 31 + std::hash<std::string_view>()(part);
  }
  return result;
}

}  // namespace meshlint::model
