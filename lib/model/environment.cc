#include "model/environment.h"

#include <algorithm>

#include "model/application_sources.h"

#include "meshlint/config.h"

namespace meshlint::model {

void Environment::index() {
  for (const Resource& resource : resources) {
    index_.add(resource);
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
    std::size_t sources = 0;
    bool is_whole = true;
    for_each_source(spec, [&](yaml::Node source) {
      const bool has_only_values = source["ref"] && !source["path"] && !source["chart"];
      ++sources;
      is_whole &= has_only_values || followed.contains(source["path"].record());
    });
    if (sources == 0) is_whole = false;
    if (!is_whole) open_namespaces_.emplace(or_default(spec.at("destination.namespace").text()));
  }
  references_.index(resources, index_, install.mesh_configs, config);
  if (workspace != nullptr) renames = renames_of(resources, *workspace);
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

bool Environment::is_external_host(std::string_view full_host) const {
  return config != nullptr &&
         std::ranges::any_of(config->external.hosts, [full_host](std::string_view host) {
           if (!host.starts_with('*')) return host == full_host;
           host.remove_prefix(1);
           return full_host.size() > host.size() && full_host.ends_with(host);
         });
}

}  // namespace meshlint::model
