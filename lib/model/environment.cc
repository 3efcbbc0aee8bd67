#include "model/environment.h"

#include <algorithm>

namespace meshlint::model {
namespace {

constexpr std::string_view kClusterDomain = ".svc.cluster.local";

constinit const std::vector<const Resource*> kNoResources;

}  // namespace

void Environment::index() {
  for (const Resource& resource : resources) {
    by_kind_[{resource.group(), resource.kind}].push_back(&resource);
  }
  for (const Resource* const service : of_kind("", "Service")) {
    hosts_.insert(full_host(service->name, service->ns));
    own_namespaces_.emplace(service->ns);
  }
  const auto add_host = [&](std::string_view host) {
    if (host.starts_with("*")) {
      wildcard_hosts_.emplace_back(host.substr(1));
    } else {
      hosts_.emplace(host);
    }
  };
  for (const Resource* const entry : of_kind("networking.istio.io", "ServiceEntry")) {
    for (const yaml::Node host : entry->at("spec.hosts")) add_host(host.text());
  }
  if (config != nullptr) {
    for (const std::string& host : config->external.hosts) add_host(host);
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
    if (!is_whole) open_namespaces_.emplace(spec.at("destination.namespace").text());
  }
}

const std::vector<const Resource*>& Environment::of_kind(std::string_view group,
                                                         std::string_view kind) const {
  const auto found = by_kind_.find({group, kind});
  return found == by_kind_.end() ? kNoResources : found->second;
}

const Resource* Environment::find(std::string_view group, std::string_view kind,
                                  std::string_view ns, std::string_view resource_name) const {
  for (const Resource* const resource : of_kind(group, kind)) {
    if (resource->name == resource_name && resource->ns == ns) return resource;
  }
  return nullptr;
}

bool Environment::owns_namespace(std::string_view ns) const {
  return own_namespaces_.contains(std::string(ns));
}

bool Environment::is_closed(std::string_view ns) const {
  return is_rendered && !is_open && owns_namespace(ns) &&
         !open_namespaces_.contains(std::string(ns));
}

std::string Environment::full_host(std::string_view host, std::string_view ns) {
  std::string result(host);
  if (host.find('.') != host.npos || host.find('*') != host.npos) return result;
  result += '.';
  result += ns.empty() ? "default" : ns;
  result += kClusterDomain;
  return result;
}

bool Environment::has_host(std::string_view full_host) const {
  if (hosts_.contains(std::string(full_host))) return true;
  return std::ranges::any_of(wildcard_hosts_, [&](const std::string& suffix) {
    return full_host.size() > suffix.size() && full_host.ends_with(suffix);
  });
}

}  // namespace meshlint::model
