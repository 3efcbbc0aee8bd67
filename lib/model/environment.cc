#include "model/environment.h"

#include <algorithm>
#include <functional>

#include "meshlint/config.h"

namespace meshlint::model {
namespace {

constexpr std::string_view kClusterDomain = ".svc.cluster.local";

constinit const std::vector<const Resource*> kNoResources;

}  // namespace

void Environment::index() {
  for (const Resource& resource : resources) {
    by_kind_[{resource.group(), resource.kind}].push_back(&resource);
    by_identity_.try_emplace({resource.group(), resource.kind, resource.ns, resource.name},
                             &resource);
    if (makes_more(resource)) open_namespaces_.emplace(or_default(resource.ns));
  }
  for (const Resource* const service : of_kind("", "Service")) {
    own_namespaces_.emplace(or_default(service->ns));
  }
  if (config != nullptr) {
    for (const std::string& ns : config->external.namespaces) open_namespaces_.insert(ns);
  }
  std::unordered_set<const yaml::Record*> followed;  // paths
  for (const PulledPath& path : pulled) {
    if (path.exists && path.is_whole) followed.insert(path.path.record());
  }
  for (const Resource* const application : of_kind("argoproj.io", "Application")) {
    const yaml::Node spec = application->root["spec"];
    const auto is_followed = [&](yaml::Node source) {
      const bool is_values_only = source["ref"] && !source["path"] && !source["chart"];
      return is_values_only || followed.contains(source["path"].record());
    };
    const bool is_whole = spec["sources"].empty()
                              ? is_followed(spec["source"])
                              : std::ranges::all_of(spec["sources"], is_followed);
    if (!is_whole) open_namespaces_.emplace(or_default(spec.at("destination.namespace").text()));
  }
  references_.index(*this);
  if (workspace != nullptr) renames = renames_of(resources, *workspace);
}

const std::vector<const Resource*>& Environment::of_kind(std::string_view group,
                                                         std::string_view kind) const {
  const auto found = by_kind_.find({group, kind});
  return found == by_kind_.end() ? kNoResources : found->second;
}

const Resource* Environment::find(std::string_view group, std::string_view kind,
                                  std::string_view ns, std::string_view resource_name) const {
  const auto found = by_identity_.find({group, kind, ns, resource_name});
  return found == by_identity_.end() ? nullptr : found->second;
}

std::size_t Environment::IdentityHash::operator()(const Identity& identity) const {
  std::size_t result = 0;
  for (const std::string_view part : {identity.group, identity.kind, identity.ns, identity.name}) {
    result = result * 31 + std::hash<std::string_view>()(part);
  }
  return result;
}

bool Environment::owns_namespace(std::string_view ns) const {
  return own_namespaces_.contains(or_default(ns));
}

bool Environment::may_hold_more(std::string_view ns) const {
  return !is_rendered || is_open || open_namespaces_.contains(or_default(ns));
}

bool Environment::is_closed(std::string_view ns) const {
  return (owns_namespace(ns) || is_complete()) && !may_hold_more(ns);
}

bool Environment::is_complete() const {
  return config != nullptr && config->external.is_complete && is_rendered && !is_open;
}

std::string Environment::full_host(std::string_view host, std::string_view ns) {
  std::string result(host);
  if (host.find('.') != host.npos || host.find('*') != host.npos) return result;
  result += '.';
  result += ns.empty() ? "default" : ns;
  result += kClusterDomain;
  return result;
}

bool Environment::is_external_host(std::string_view full_host) const {
  return config != nullptr &&
         std::ranges::any_of(config->external.hosts, [full_host](std::string_view host) {
           if (!host.starts_with('*')) return host == full_host;
           host.remove_prefix(1);
           return full_host.size() > host.size() && full_host.ends_with(host);
         });
}

}  // namespace meshlint::model
