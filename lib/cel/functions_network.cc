// IP addresses and networks, by the rules of Go's net/netip.
// Source: https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-ip-address-library

#include <arpa/inet.h>
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>

#include "cel/format_text.h"
#include "cel/function.h"
#include "cel/opaque.h"

namespace meshlint::cel {
namespace {

using Arguments = std::span<const Value>;

std::optional<IpAddress> parse_ip(std::string_view text) {
  constexpr std::size_t kLongest = 64;
  if (text.size() > kLongest) return std::nullopt;
  const std::string terminated(text);
  IpAddress address;
  if (text.find(':') == text.npos) {
    if (inet_pton(AF_INET, terminated.c_str(), address.bytes.data()) != 1) return std::nullopt;
    address.is_v4 = true;
    return address;
  }
  if (inet_pton(AF_INET6, terminated.c_str(), address.bytes.data()) != 1) return std::nullopt;
  constexpr std::array<std::uint8_t, 12> kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  if (std::ranges::equal(std::span(address.bytes).first(12), kMapped)) return std::nullopt;
  return address;
}

std::optional<IpNetwork> parse_network(std::string_view text) {
  const std::size_t slash = text.rfind('/');
  if (slash == text.npos) return std::nullopt;
  const std::optional<IpAddress> address = parse_ip(text.substr(0, slash));
  const std::string_view digits = text.substr(slash + 1);
  if (!address || digits.empty() || digits.size() > 3) return std::nullopt;
  if (digits.size() > 1 && digits.front() == '0') return std::nullopt;
  int length = 0;
  const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), length);
  if (result.ptr != digits.data() + digits.size() || length < 0) return std::nullopt;
  if (length > (address->is_v4 ? 32 : 128)) return std::nullopt;
  return IpNetwork{*address, length};
}

std::string text_of(const IpAddress& address) {
  std::array<char, INET6_ADDRSTRLEN> buffer{};
  inet_ntop(address.is_v4 ? AF_INET : AF_INET6, address.bytes.data(), buffer.data(),
            static_cast<socklen_t>(buffer.size()));
  return buffer.data();
}

std::string text_of(const IpNetwork& network) {
  return fmt::format("{}/{}", text_of(network.address), network.prefix_length);
}

IpAddress masked(const IpAddress& address, int length) {
  IpAddress result = address;
  for (int i = 0; i < 16; ++i) {
    const int kept = std::clamp(length - i * 8, 0, 8);
    const auto mask = static_cast<std::uint8_t>(0xFF00U >> kept);
    result.bytes[static_cast<std::size_t>(i)] &= mask;
  }
  return result;
}

bool contains(const IpNetwork& network, const IpAddress& address) {
  return network.address.is_v4 == address.is_v4 &&
         masked(network.address, network.prefix_length) == masked(address, network.prefix_length);
}

Value ip(Frame& frame, Arguments arguments) {
  if (arguments[0].is_opaque(OpaqueKind::kCidr)) {
    return frame.opaque(OpaqueKind::kIp, arguments[0].as<IpNetwork>().address);
  }
  if (!arguments[0].is(ValueKind::kString)) return no_overload();
  const std::optional<IpAddress> address = parse_ip(arguments[0].text());
  if (address) return frame.opaque(OpaqueKind::kIp, *address);
  return frame.error("`{}` is not an IP address", arguments[0].text().substr(0, 64));
}

Value is_ip(Frame&, Arguments arguments) {
  if (!arguments[0].is(ValueKind::kString)) return no_overload();
  return Value::boolean(parse_ip(arguments[0].text()).has_value());
}

Value is_canonical(Frame& frame, Arguments arguments) {
  if (!arguments[0].is(ValueKind::kString)) return no_overload();
  const std::optional<IpAddress> address = parse_ip(arguments[0].text());
  if (address) return Value::boolean(text_of(*address) == arguments[0].text());
  return frame.error("`{}` is not an IP address", arguments[0].text().substr(0, 64));
}

template <typename Test>
Value test(Arguments arguments, Test test) {
  if (!arguments[0].is_opaque(OpaqueKind::kIp)) return no_overload();
  return Value::boolean(test(arguments[0].as<IpAddress>()));
}

Value family(Frame&, Arguments arguments) {
  if (!arguments[0].is_opaque(OpaqueKind::kIp)) return no_overload();
  return Value::integer(arguments[0].as<IpAddress>().is_v4 ? 4 : 6);
}

bool is_zero(const IpAddress& address) {
  return std::ranges::all_of(address.bytes, [](std::uint8_t byte) { return byte == 0; });
}
bool is_loopback(const IpAddress& address) {
  if (address.is_v4) return address.bytes[0] == 127;
  IpAddress one;
  one.bytes[15] = 1;
  return address == one;
}
bool is_multicast(const IpAddress& address) {
  return address.is_v4 ? (address.bytes[0] & 0xF0U) == 0xE0U : address.bytes[0] == 0xFF;
}
bool is_link_local_multicast(const IpAddress& address) {
  if (address.is_v4) {
    return address.bytes[0] == 224 && address.bytes[1] == 0 && address.bytes[2] == 0;
  }
  return address.bytes[0] == 0xFF && (address.bytes[1] & 0x0FU) == 0x02U;
}
bool is_link_local_unicast(const IpAddress& address) {
  if (address.is_v4) return address.bytes[0] == 169 && address.bytes[1] == 254;
  return address.bytes[0] == 0xFE && (address.bytes[1] & 0xC0U) == 0x80U;
}
bool is_global_unicast(const IpAddress& address) {
  if (address.is_v4 &&
      (is_zero(address) || std::ranges::all_of(std::span(address.bytes).first(4),
                                               [](std::uint8_t byte) { return byte == 0xFF; }))) {
    return false;
  }
  return !is_zero(address) && !is_loopback(address) && !is_multicast(address) &&
         !is_link_local_unicast(address);
}

Value unspecified(Frame&, Arguments arguments) { return test(arguments, is_zero); }
Value loopback(Frame&, Arguments arguments) { return test(arguments, is_loopback); }
Value link_local_multicast(Frame&, Arguments arguments) {
  return test(arguments, is_link_local_multicast);
}
Value link_local_unicast(Frame&, Arguments arguments) {
  return test(arguments, is_link_local_unicast);
}
Value global_unicast(Frame&, Arguments arguments) { return test(arguments, is_global_unicast); }

Value cidr(Frame& frame, Arguments arguments) {
  if (!arguments[0].is(ValueKind::kString)) return no_overload();
  const std::optional<IpNetwork> network = parse_network(arguments[0].text());
  if (network) return frame.opaque(OpaqueKind::kCidr, *network);
  return frame.error("`{}` is not a network in CIDR notation", arguments[0].text().substr(0, 64));
}

Value is_cidr(Frame&, Arguments arguments) {
  if (!arguments[0].is(ValueKind::kString)) return no_overload();
  return Value::boolean(parse_network(arguments[0].text()).has_value());
}

Value contains_ip(Frame& frame, Arguments arguments) {
  if (!arguments[0].is_opaque(OpaqueKind::kCidr)) return no_overload();
  const Value address =
      arguments[1].is(ValueKind::kString) ? ip(frame, arguments.subspan(1)) : arguments[1];
  if (address.is_error()) return address;
  if (!address.is_opaque(OpaqueKind::kIp)) return no_overload();
  return Value::boolean(contains(arguments[0].as<IpNetwork>(), address.as<IpAddress>()));
}

Value contains_cidr(Frame& frame, Arguments arguments) {
  if (!arguments[0].is_opaque(OpaqueKind::kCidr)) return no_overload();
  const Value inner =
      arguments[1].is(ValueKind::kString) ? cidr(frame, arguments.subspan(1)) : arguments[1];
  if (inner.is_error()) return inner;
  if (!inner.is_opaque(OpaqueKind::kCidr)) return no_overload();
  const auto& outer = arguments[0].as<IpNetwork>();
  const auto& network = inner.as<IpNetwork>();
  return Value::boolean(outer.prefix_length <= network.prefix_length &&
                        contains(outer, masked(network.address, network.prefix_length)));
}

Value prefix_length(Frame&, Arguments arguments) {
  if (!arguments[0].is_opaque(OpaqueKind::kCidr)) return no_overload();
  return Value::integer(arguments[0].as<IpNetwork>().prefix_length);
}

Value masked_network(Frame& frame, Arguments arguments) {
  if (!arguments[0].is_opaque(OpaqueKind::kCidr)) return no_overload();
  IpNetwork network = arguments[0].as<IpNetwork>();
  network.address = masked(network.address, network.prefix_length);
  return frame.opaque(OpaqueKind::kCidr, network);
}

constexpr std::string_view kTest = "net.IP.() bool";

constexpr auto kFunctions = std::to_array<Function>({
    {"ip", Library::kNetwork, "(string) net.IP | net.CIDR.() net.IP", ip},
    {"isIP", Library::kNetwork, "(string) bool", is_ip},
    {"ip.isCanonical", Library::kNetwork, "(string) bool", is_canonical},
    {"family", Library::kNetwork, "net.IP.() int", family},
    {"isUnspecified", Library::kNetwork, kTest, unspecified},
    {"isLoopback", Library::kNetwork, kTest, loopback},
    {"isLinkLocalMulticast", Library::kNetwork, kTest, link_local_multicast},
    {"isLinkLocalUnicast", Library::kNetwork, kTest, link_local_unicast},
    {"isGlobalUnicast", Library::kNetwork, kTest, global_unicast},
    {"cidr", Library::kNetwork, "(string) net.CIDR", cidr},
    {"isCIDR", Library::kNetwork, "(string) bool", is_cidr},
    {"containsIP", Library::kNetwork, "net.CIDR.(net.IP) bool | net.CIDR.(string) bool",
     contains_ip},
    {"containsCIDR", Library::kNetwork, "net.CIDR.(net.CIDR) bool | net.CIDR.(string) bool",
     contains_cidr},
    {"prefixLength", Library::kNetwork, "net.CIDR.() int", prefix_length},
    {"masked", Library::kNetwork, "net.CIDR.() net.CIDR", masked_network},
});

}  // namespace

std::string opaque_text(const Value& value) {
  if (value.is_opaque(OpaqueKind::kIp)) return text_of(value.as<IpAddress>());
  if (value.is_opaque(OpaqueKind::kCidr)) return text_of(value.as<IpNetwork>());
  return {};
}

std::span<const Function> network_functions() { return kFunctions; }

}  // namespace meshlint::cel
