#include "cel/value.h"

namespace meshlint::cel {

std::string_view type_name(OpaqueKind kind) {
  switch (kind) {
    case OpaqueKind::kUrl:
      return "kubernetes.URL";
    case OpaqueKind::kQuantity:
      return "kubernetes.Quantity";
    case OpaqueKind::kIp:
      return "net.IP";
    case OpaqueKind::kCidr:
      return "net.CIDR";
    case OpaqueKind::kSemver:
      return "kubernetes.Semver";
    case OpaqueKind::kFormat:
      return "kubernetes.NamedFormat";
    case OpaqueKind::kNone:
      break;
  }
  return "dyn";
}

std::string_view type_name(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kError:
      return "error";
    case ValueKind::kUnknown:
      return "unknown";
    case ValueKind::kNull:
      return "null_type";
    case ValueKind::kBool:
      return "bool";
    case ValueKind::kInt:
      return "int";
    case ValueKind::kUint:
      return "uint";
    case ValueKind::kDouble:
      return "double";
    case ValueKind::kString:
      return "string";
    case ValueKind::kBytes:
      return "bytes";
    case ValueKind::kTimestamp:
      return "google.protobuf.Timestamp";
    case ValueKind::kDuration:
      return "google.protobuf.Duration";
    case ValueKind::kList:
      return "list";
    case ValueKind::kMap:
      return "map";
    case ValueKind::kOptional:
      return "optional_type";
    case ValueKind::kType:
      return "type";
    case ValueKind::kOpaque:
      return type_name(value.opaque_kind());
  }
  return "error";
}

}  // namespace meshlint::cel
