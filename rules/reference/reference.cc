#include "rules/reference/reference.h"

#include "model/placeholder.h"

namespace meshlint::rules::reference {

std::optional<ServiceHost> service_host(const Environment& environment, std::string_view host,
                                        std::string_view ns) {
  if (host.empty() || host.find('*') != host.npos || model::has_placeholder(host)) {
    return std::nullopt;
  }
  const std::size_t dot = host.find('.');
  if (dot == host.npos) {
    return ServiceHost{Environment::full_host(host, ns), host, ns.empty() ? "default" : ns};
  }
  const std::string_view name = host.substr(0, dot);
  std::string_view rest = host.substr(dot + 1);
  const std::string_view place = rest.substr(0, rest.find('.'));
  rest.remove_prefix(place.size());
  if (name.empty() || place.empty()) return std::nullopt;
  if (rest == ".svc.cluster.local" || rest == ".svc" ||
      (rest.empty() && environment.owns_namespace(place))) {
    std::string full_name(name);
    full_name.append(".").append(place).append(".svc.cluster.local");
    return ServiceHost{std::move(full_name), name, place};
  }
  return std::nullopt;
}

}  // namespace meshlint::rules::reference
