#include <map>
#include <string_view>
#include <utility>

#include "check/rule.h"

namespace meshlint::rules::traffic {
namespace {

using EgressHost = std::pair<std::string_view, std::string_view>;  // namespace, host

// The parts of `namespace/host`, with the Sidecar's own namespace for ".". Istio rejects all else.
EgressHost parse_egress_host(Node host, std::string_view own_namespace) {
  const std::size_t slash = host.text().find('/');
  if (slash == std::string_view::npos) return {};
  const std::string_view ns = host.text().substr(0, slash);
  return {ns == "." && !own_namespace.empty() ? own_namespace : ns, host.text().substr(slash + 1)};
}

void check_hosts(Node hosts, std::string_view own_namespace, Report& report) {
  std::map<EgressHost, Node> first_of;
  for (const Node host : hosts) {
    first_of.try_emplace(parse_egress_host(host, own_namespace), host);
  }
  for (const Node host : hosts) {
    const EgressHost parsed = parse_egress_host(host, own_namespace);
    if (parsed.first.empty()) continue;
    for (const EgressHost& wider : {EgressHost{"*", "*"}, EgressHost{parsed.first, "*"}, parsed}) {
      const auto other = first_of.find(wider);
      if (other == first_of.end() || other->second.span() == host.span()) continue;
      const bool is_duplicate = host.text() == other->second.text();
      auto finding =
          is_duplicate
              ? report.add(host, "duplicate host `{}`; remove one of them", host.text())
              : report.add(host, "host `{}` is already included by `{}`; remove one of them",
                           host.text(), other->second.text());
      finding.related(other->second, is_duplicate ? "first listed here" : "includes it");
      break;
    }
  }
}

}  // namespace

void redundant_egress_host(const Resource& resource, Report& report) {
  // In the default root namespace, "." is the namespace of each proxy.
  std::string_view own_namespace = resource.root["metadata"]["namespace"].text();
  if (own_namespace == "istio-system") own_namespace = {};
  for (const Node listener : resource.at("spec.egress")) {
    check_hosts(listener["hosts"], own_namespace, report);
  }
}

}  // namespace meshlint::rules::traffic
