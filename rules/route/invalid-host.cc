#include <vector>

#include "model/host_name.h"
#include "rules/route/route.h"
#include "text/ascii.h"
#include "text/placeholder.h"

namespace meshlint::rules::route {
namespace {

bool has_sni_hosts(Node spec) {
  for (const Node route : spec["tls"]) {
    for (const Node match : route["match"]) {
      if (!match["sniHosts"].empty()) return true;
    }
  }
  return false;
}

// "outbound_.80_._.reviews.example.com", a name that Istio makes for AUTO_PASSTHROUGH. Its check is
// no stricter: a digit in the port, a letter in the host.
bool is_generated_name(std::string_view host) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0; begin <= host.size();) {
    const std::size_t end = std::min(host.find('_', begin), host.size());
    parts.push_back(host.substr(begin, end - begin));
    begin = end + 1;
  }
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  return parts.size() >= 4 && parts[0] == "outbound" &&
         std::ranges::any_of(parts[1], text::is_digit) && std::ranges::any_of(parts[3], is_letter);
}

void check_host(Node host, bool may_be_generated, Report& report) {
  const std::string_view text = host.text();
  if (!host.is_scalar() || host.is_null() || is_filled_in_later(text)) return;
  if (text.empty()) {
    report.add(host, "host is empty, rejected by Istio; remove it");
    return;
  }
  const bool is_valid = may_be_generated && text.starts_with("outbound_")
                            ? is_generated_name(text)
                            : model::is_wildcard_domain(text) || model::is_ip_address(text);
  if (!is_valid) {
    report.add(host, "host `{}` is not a domain name, rejected by Istio; correct it", text);
  }
}

}  // namespace

void invalid_host(const Resource& resource, Report& report) {
  const Node spec = resource.root["spec"];
  const Node gateways = spec["gateways"];
  const bool has_placeholder = std::ranges::any_of(
      gateways, [](Node gateway) { return text::has_placeholder(gateway.text()); });
  // A VirtualService without gateways counts as one for a gateway here, but only for `sniHosts`.
  const bool may_sni_be_generated = !report.istio().is_before(1, 22) &&
                                    (has_placeholder || gateways.empty() || !is_for_mesh(gateways));
  const bool may_be_generated = may_sni_be_generated && !gateways.empty() && has_sni_hosts(spec);
  for (const Node host : spec["hosts"]) {
    if (host.text() == "*" && is_for_mesh(gateways)) {
      if (gateways.empty()) {
        report.add(host, "host `*` without `gateways` is rejected by Istio; name the hosts");
      } else {
        report.add(host, "host `*` with the gateway `mesh` is rejected by Istio; name the hosts");
      }
      continue;
    }
    check_host(host, may_be_generated, report);
  }
  for (const Node route : spec["tls"]) {
    for (const Node match : route["match"]) {
      for (const Node host : match["sniHosts"]) {
        check_host(host, may_sni_be_generated, report);
      }
    }
  }
}

}  // namespace meshlint::rules::route
