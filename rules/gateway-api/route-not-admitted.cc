#include <algorithm>

#include "rules/gateway-api/gateway_api.h"

namespace meshlint::rules::gateway_api {
namespace {

bool overlap(std::string_view a, std::string_view b) {
  const auto covers = [](std::string_view wildcard, std::string_view host) {
    return wildcard.starts_with("*.") && host.size() > wildcard.size() - 1 &&
           host.ends_with(wildcard.substr(1));
  };
  return a == b || covers(a, b) || covers(b, a);
}

// Whether a listener accepts routes of that namespace. Unknown counts as yes.
bool admits_namespace(const Environment& environment, Node listener, const Resource& gateway,
                      const Resource& route) {
  const Node namespaces = listener["allowedRoutes"]["namespaces"];
  const std::string_view from = namespaces["from"].text();
  if (from == "All" || gateway.ns == route.ns) return from != "None";
  if (from.empty() || from == "Same") return false;
  const Node selector = namespaces["selector"];
  const Resource* const ns = environment.references().namespace_object(route.ns);
  if (from != "Selector" || ns == nullptr || selector["matchExpressions"]) return true;
  // The API server gives every namespace its name as a label.
  for (const auto& [key, value] : selector["matchLabels"].entries()) {
    const bool is_name = key.text() == "kubernetes.io/metadata.name";
    const std::string_view label =
        is_name ? route.ns : ns->root["metadata"]["labels"][key.text()].text();
    if (label != value.text()) return false;
  }
  return true;
}

bool admits_host(Node listener, const Resource& route) {
  const std::string_view own = listener["hostname"].text();
  const Node hostnames = route.at("spec.hostnames");
  if (own.empty() || hostnames.empty()) return true;
  return std::ranges::any_of(hostnames, [own](Node host) {
    return text::has_placeholder(host.text()) || overlap(own, host.text());
  });
}

bool is_meant(Node listener, Node parent) {
  const Node section = parent["sectionName"];
  const Node port = parent["port"];
  return (!section || listener["name"].text() == section.text()) &&
         (!port || listener["port"].text() == port.text());
}

}  // namespace

// Reports only the first reason why all listeners of the Gateway reject the route.
void route_not_admitted(const Environment& environment, Report& report) {
  for_each_gateway_parent(environment, [&](const Resource& route, Node parent) {
    const Resource* const gateway =
        environment.find(kGroup, "Gateway", namespace_of(parent, route), parent["name"].text());
    if (gateway == nullptr) return;
    const Node listeners = gateway->at("spec.listeners");
    if (listeners.empty()) return;
    bool is_any_meant = false;
    bool is_any_open = false;
    for (const Node listener : listeners) {
      if (!is_meant(listener, parent)) continue;
      is_any_meant = true;
      if (!admits_namespace(environment, listener, *gateway, route)) continue;
      is_any_open = true;
      if (admits_host(listener, route)) return;
    }
    if (!is_any_meant) {
      const Node section = parent["sectionName"];
      const Node at = section ? section : parent["port"];
      report
          .add(&route, at, "Gateway `{}` has no listener {} `{}`", gateway->name,
               section ? "named" : "on port", at.text())
          .related(listeners, "listeners of the Gateway");
    } else if (!is_any_open) {
      report
          .add(&route, parent["name"], "Gateway `{}` accepts no routes from namespace `{}`",
               gateway->name, route.ns)
          .related(listeners, "see `allowedRoutes` of the listeners");
    } else {
      report
          .add(&route, route.at("spec.hostnames"),
               "none of these hostnames matches a listener of Gateway `{}`", gateway->name)
          .related(listeners, "see `hostname` of the listeners");
    }
  });
}

}  // namespace meshlint::rules::gateway_api
