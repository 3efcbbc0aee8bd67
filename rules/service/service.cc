#include "rules/service/service.h"

#include <algorithm>
#include <array>
#include <string>

namespace meshlint::rules::service {
namespace {

struct Protocol {
  std::string_view name;
  PortTraffic traffic;
};

// What a port's name may start with, before a dash. Sorted.
constexpr auto kProtocols = std::to_array<Protocol>({
    {"grpc", PortTraffic::kRequests},
    {"grpc-web", PortTraffic::kRequests},
    {"http", PortTraffic::kRequests},
    {"http2", PortTraffic::kRequests},
    {"http_proxy", PortTraffic::kRequests},
    {"https", PortTraffic::kTls},
    {"mongo", PortTraffic::kBytes},
    {"mysql", PortTraffic::kBytes},
    {"redis", PortTraffic::kBytes},
    {"tcp", PortTraffic::kBytes},
    {"tls", PortTraffic::kTls},
    {"udp", PortTraffic::kDatagrams},
});
static_assert(std::ranges::is_sorted(kProtocols, {}, &Protocol::name));

constexpr auto kAppProtocols = std::to_array<Protocol>({
    {"kubernetes.io/h2c", PortTraffic::kRequests},
    {"kubernetes.io/ws", PortTraffic::kRequests},
    {"kubernetes.io/wss", PortTraffic::kTls},
});
static_assert(std::ranges::is_sorted(kAppProtocols, {}, &Protocol::name));

// Ports on which the server sends first. Istio treats them as TCP without detection.
constexpr auto kPlainTcp = std::to_array<std::int64_t>({25, 53, 3306, 27017});

constexpr std::int64_t kStatusPort = 15021;  // of Istio's gateways, whatever the port's name

template <typename Table>
PortTraffic look_up(const Table& table, std::string_view name) {
  const auto found = std::ranges::lower_bound(table, name, {}, &Protocol::name);
  return found != table.end() && found->name == name ? found->traffic : PortTraffic::kUntold;
}

PortTraffic traffic_of_word(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  });
  if (const PortTraffic found = look_up(kProtocols, lower); found != PortTraffic::kUntold) {
    return found;
  }
  if (lower.starts_with("grpc-web")) return PortTraffic::kRequests;
  return look_up(kProtocols, std::string_view(lower).substr(0, lower.find('-')));
}

}  // namespace

PortTraffic traffic_of(Node port) {
  const std::string_view transport = port["protocol"].text();
  if (transport == "UDP" || transport == "SCTP") return PortTraffic::kDatagrams;
  const std::string_view application = port["appProtocol"].text();
  if (!application.empty()) {
    const PortTraffic found = traffic_of_word(application);
    return found != PortTraffic::kUntold ? found : look_up(kAppProtocols, application);
  }
  if (const PortTraffic found = traffic_of_word(port["name"].text());
      found != PortTraffic::kUntold) {
    return found;
  }
  const auto number = port["port"].as_int();
  if (!number) return PortTraffic::kUntold;
  if (number == kStatusPort) return PortTraffic::kRequests;
  return std::ranges::find(kPlainTcp, *number) != kPlainTcp.end() ? PortTraffic::kBytes
                                                                  : PortTraffic::kUntold;
}

}  // namespace meshlint::rules::service
