#include "cel/compare.h"

#include <algorithm>
#include <span>
#include <string_view>

#include "cel/frame.h"
#include "cel/opaque.h"
#include "cel/order.h"

namespace meshlint::cel {
namespace {

// True if the items have the same values at the keys of their list.
bool has_same_keys(Frame& frame, std::span<const std::string_view> keys, const Value& a,
                   const Value& b) {
  if (!a.is(ValueKind::kMap) || !b.is(ValueKind::kMap)) return false;
  return std::ranges::all_of(keys, [&](std::string_view key) {
    Value left = Value::null();
    Value right = Value::null();
    frame.find(a, key, left);
    frame.find(b, key, right);
    return is_equal(frame, left, right);
  });
}

bool is_equal_unordered(Frame& frame, const Value& a, const Value& b) {
  const bool is_map = frame.list_kind(a) == NodeTypes::ListKind::kMap;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const Value item = frame.item(a, i);
    bool is_found = false;
    for (std::size_t j = 0; j < b.size() && !is_found; ++j) {
      const Value other = frame.item(b, j);
      if (is_map && !has_same_keys(frame, frame.list_keys(a), item, other)) continue;
      is_found = is_equal(frame, item, other);
      if (is_map) break;
    }
    if (!is_found) return false;
  }
  return true;
}

bool is_equal_list(Frame& frame, const Value& a, const Value& b) {
  if (a.size() != b.size()) return false;
  if (frame.list_kind(a) != NodeTypes::ListKind::kAtomic) return is_equal_unordered(frame, a, b);
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (!is_equal(frame, frame.item(a, i), frame.item(b, i))) return false;
  }
  return true;
}

bool is_equal_map(Frame& frame, const Value& a, const Value& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    Value other;
    if (!frame.find(b, frame.key(a, i), other)) return false;
    if (!is_equal(frame, frame.entry(a, i), other)) return false;
  }
  return true;
}

}  // namespace

bool is_equal(Frame& frame, const Value& a, const Value& b) {
  if (!frame.charge(1)) return false;
  if (a.is_number() && b.is_number()) return is_same_key(a, b);
  if (a.kind() != b.kind()) return false;
  switch (a.kind()) {
    case ValueKind::kNull:
      return true;
    case ValueKind::kBool:
      return a.as_bool() == b.as_bool();
    case ValueKind::kString:
    case ValueKind::kBytes:
    case ValueKind::kType:
      return a.text() == b.text();
    case ValueKind::kTimestamp:
      return a.seconds() == b.seconds() && a.nanoseconds() == b.nanoseconds();
    case ValueKind::kDuration:
      return a.as_int() == b.as_int();
    case ValueKind::kList:
      return is_equal_list(frame, a, b);
    case ValueKind::kMap:
      return is_equal_map(frame, a, b);
    case ValueKind::kOptional:
      if (!a.held() || !b.held()) return a.held() == b.held();
      return is_equal(frame, *a.held(), *b.held());
    case ValueKind::kOpaque:
      return a.opaque_kind() == b.opaque_kind() && is_equal_opaque(a, b);
    default:
      return false;
  }
}

}  // namespace meshlint::cel
