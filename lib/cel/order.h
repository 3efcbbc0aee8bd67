// The order of scalar values, and which of them are one key of a map.
// Source: the CEL language definition; mixed numbers as cel-go compares them.
#ifndef MESHLINT_CEL_ORDER_H_
#define MESHLINT_CEL_ORDER_H_

#include <compare>
#include <optional>

#include "cel/value.h"

namespace meshlint::cel {

// True if a map can't hold both as keys: 1, 1u and 1.0 are one key.
bool is_same_key(const Value& a, const Value& b);
// The order of two numbers, bools, strings, bytes, timestamps or durations. Nothing if the values
// have no order: NaN, values of different kinds, lists and maps.
std::optional<std::strong_ordering> order(const Value& a, const Value& b);

}  // namespace meshlint::cel

#endif  // MESHLINT_CEL_ORDER_H_
