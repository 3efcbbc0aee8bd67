#include <algorithm>
#include <array>
#include <string>

#include "check/rule.h"

namespace meshlint::rules::service {
namespace {

// What a port's name may begin with, before a dash. Sorted.
constexpr auto kProtocols = std::to_array<std::string_view>({
    "grpc",
    "grpc-web",
    "http",
    "http2",
    "http_proxy",
    "https",
    "mongo",
    "mysql",
    "redis",
    "tcp",
    "tls",
    "udp",
});
static_assert(std::ranges::is_sorted(kProtocols));

constexpr auto kAppProtocols =
    std::to_array<std::string_view>({"kubernetes.io/h2c", "kubernetes.io/ws", "kubernetes.io/wss"});

// Ports on which the server speaks first, so that Istio takes them for TCP unasked.
constexpr auto kPlainTcp = std::to_array<std::int64_t>({25, 53, 3306, 27017});

bool is_protocol(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  });
  if (std::ranges::binary_search(kProtocols, std::string_view(lower))) return true;
  if (lower.starts_with("grpc-web")) return true;
  const std::string_view prefix = std::string_view(lower).substr(0, lower.find('-'));
  return std::ranges::binary_search(kProtocols, prefix);
}

constexpr std::int64_t kStatusPort = 15021;  // of Istio's gateways, whatever they are called

bool has_protocol(Node port) {
  const std::string_view transport = port["protocol"].text();
  if (transport == "UDP" || transport == "SCTP") return true;
  const std::string_view application = port["appProtocol"].text();
  if (!application.empty()) {
    return is_protocol(application) ||
           std::ranges::find(kAppProtocols, application) != kAppProtocols.end();
  }
  if (is_protocol(port["name"].text())) return true;
  const auto number = port["port"].as_int();
  return number &&
         (number == kStatusPort || std::ranges::find(kPlainTcp, *number) != kPlainTcp.end());
}

// Istio's own Services, and those that it makes for Gateways.
bool is_of_istio(const Resource& service) {
  const Node labels = service.at("metadata.labels");
  return labels["istio"] || labels["release"].text() == "istio" ||
         labels["gateway.istio.io/managed"];
}

bool is_in_mesh(const Environment& environment, const Resource& service) {
  if (const Resource* const ns = environment.references().namespace_object(service.ns)) {
    const Node labels = ns->at("metadata.labels");
    if (labels["istio-injection"].text() == "enabled" || !labels["istio.io/rev"].text().empty() ||
        labels["istio.io/dataplane-mode"].text() == "ambient") {
      return true;
    }
  }
  const Node selector = service.at("spec.selector");
  if (selector.empty()) return false;
  bool is_injected = false;
  environment.references().for_each_selected(
      selector, &service.ns, [&](const model::Workload& workload) {
        is_injected = is_injected || workload.labels["sidecar.istio.io/inject"].text() == "true";
      });
  return is_injected;
}

}  // namespace

// Without a protocol Istio looks at the first bytes, which costs time and fails where the server
// speaks first. An ExternalName is not looked at: the name "tcp" makes a listener for all hosts.
void port_without_protocol(const Environment& environment, Report& report) {
  for (const Resource* const service : environment.of_kind("", "Service")) {
    if (is_of_istio(*service)) continue;
    const bool is_external = service->at("spec.type").text() == "ExternalName";
    for (const Node port : service->at("spec.ports")) {
      const Node name = port["name"];
      const bool is_bare_tcp = is_external && name.text() == "tcp" && !port["appProtocol"];
      if (has_protocol(port) && !is_bare_tcp) continue;
      if (!is_in_mesh(environment, *service) && !environment.is_complete()) break;
      const Node application = port["appProtocol"];
      const Node at = application ? application : name ? name : port["port"];
      if (is_bare_tcp) {
        report.add(service, at, "port `tcp` of an ExternalName takes the traffic of every host; {}",
                   "name its protocol, as in `tls-web`");
      } else {
        report.add(service, at, "nothing tells the protocol of port {}; name it as in `http-web`",
                   port["port"].text());
      }
    }
  }
}

}  // namespace meshlint::rules::service
