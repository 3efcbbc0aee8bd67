#include <map>
#include <tuple>

#include "rules/conflict/conflict.h"
#include "text/placeholder.h"

namespace meshlint::rules::conflict {
namespace {

// One host of one server of a Gateway.
struct Claim {
  const Resource* gateway;
  Node host;
  Node protocol;
};

// istiod merges HTTP servers of one port, and their hosts.
bool is_merged(const Claim& a, const Claim& b) {
  const auto is_http = [](Node protocol) {
    const std::string_view text = protocol.text();
    return text == "HTTP" || text == "HTTP2" || text == "GRPC";
  };
  return is_http(a.protocol) && is_http(b.protocol);
}

// The host, prefixed with the namespace that its routes may come from: "*" for any.
std::string scoped(std::string_view host, std::string_view own_ns) {
  const std::size_t slash = host.find('/');
  if (slash == host.npos) return fmt::format("*/{}", host);
  if (host.starts_with("./")) return fmt::format("{}/{}", own_ns, host.substr(slash + 1));
  return std::string(host);
}

// Whether both Gateways configure the same workload.
bool share_workload(const Environment& environment, const Resource& a, const Resource& b) {
  const Node first = a.at("spec.selector");
  const Node second = b.at("spec.selector");
  if (canonical(first) == canonical(second)) return true;
  bool does = false;
  environment.references().for_each_selected(first, nullptr, [&](const model::Workload& workload) {
    does = does || model::selects(second, workload.labels);
  });
  return does;
}

}  // namespace

void duplicate_gateway_server(const Environment& environment, Report& report) {
  const auto& gateways = environment.of_kind("networking.istio.io", "Gateway");
  if (!environment.is_rendered || gateways.size() < 2) return;
  using Key = std::tuple<std::string_view, std::string_view, std::string>;  // port, bind, host
  std::map<Key, std::vector<Claim>> claims;
  for (const Resource* const gateway : gateways) {
    for (const Node server : gateway->at("spec.servers")) {
      const Node port = server["port"];
      if (port["number"].text().empty()) continue;
      for (const Node host : server["hosts"]) {
        if (host.text().empty() || text::has_placeholder(host.text())) continue;
        auto& others = claims[{port["number"].text(), server["bind"].text(),
                               scoped(host.text(), gateway->ns)}];
        const Claim claim{gateway, host, port["protocol"]};
        const auto other = std::ranges::find_if(others, [&](const Claim& each) {
          return each.gateway->root != gateway->root && !is_merged(each, claim) &&
                 share_workload(environment, *each.gateway, *gateway);
        });
        if (other != others.end()) {
          report
              .add(gateway, host,
                   "host `{}` of port {} is already served by Gateway `{}`; keep one", host.text(),
                   port["number"].text(), title_of(*other->gateway))
              .related(other->host, "the other server");
        }
        others.push_back(claim);
      }
    }
  }
}

}  // namespace meshlint::rules::conflict
