// Values for the functions of one library only. All are trivially destructible, since they live in
// a frame's memory.
#ifndef MESHLINT_CEL_OPAQUE_H_
#define MESHLINT_CEL_OPAQUE_H_

#include <array>
#include <cstdint>
#include <string_view>

#include "cel/value.h"

namespace meshlint::cel {

struct Url {
  std::string_view scheme;
  std::string_view host;  // with the port, and the brackets of IPv6
  std::string_view path;  // escaped
  std::string_view query;
};

struct IpAddress {
  std::array<std::uint8_t, 16> bytes{};  // the first 4 of an IPv4 address
  bool is_v4 = false;

  friend bool operator==(const IpAddress&, const IpAddress&) = default;
};

struct IpNetwork {
  IpAddress address;
  int prefix_length = 0;

  friend bool operator==(const IpNetwork&, const IpNetwork&) = default;
};

// The exact amount in billionths, the smallest part that Kubernetes keeps.
struct Quantity {
  __extension__ typedef __int128 Amount;
  Amount nanos = 0;
};

struct Semver {
  std::uint64_t major = 0;
  std::uint64_t minor = 0;
  std::uint64_t patch = 0;
  std::string_view pre_release;
};

// Negative, 0 or positive.
int compare(const Semver& a, const Semver& b);

// A format of strings: the result of format.dns1123Label() and similar functions.
struct NamedFormat {
  std::string_view name;
};

// For two opaque values of the same kind.
bool is_equal_opaque(const Value& a, const Value& b);

}  // namespace meshlint::cel

#endif  // MESHLINT_CEL_OPAQUE_H_
