#include "cel/opaque.h"

namespace meshlint::cel {

bool is_equal_opaque(const Value& a, const Value& b) {
  switch (a.opaque_kind()) {
    case OpaqueKind::kUrl: {
      const auto& left = a.as<Url>();
      const auto& right = b.as<Url>();
      return left.scheme == right.scheme && left.host == right.host && left.path == right.path &&
             left.query == right.query;
    }
    case OpaqueKind::kQuantity:
      return a.as<Quantity>().nanos == b.as<Quantity>().nanos;
    case OpaqueKind::kIp:
      return a.as<IpAddress>() == b.as<IpAddress>();
    case OpaqueKind::kCidr:
      return a.as<IpNetwork>() == b.as<IpNetwork>();
    case OpaqueKind::kSemver:
      return compare(a.as<Semver>(), b.as<Semver>()) == 0;
    case OpaqueKind::kFormat:
      return a.as<NamedFormat>().name == b.as<NamedFormat>().name;
    case OpaqueKind::kNone:
      break;
  }
  return false;
}

}  // namespace meshlint::cel
