// Equality and order of values.
// Source: the CEL language definition; mixed numbers as cel-go compares them.
#ifndef MESHLINT_CEL_COMPARE_H_
#define MESHLINT_CEL_COMPARE_H_

#include <compare>
#include <optional>

#include "cel/value.h"

namespace meshlint::cel {

class Frame;

// True if a map cannot hold both as keys: 1, 1u and 1.0 are one key.
bool is_same_key(const Value& a, const Value& b);
// By value and never an error; numbers on one line whatever their type, lists that the schema
// calls sets or maps in any order.
bool is_equal(Frame& frame, const Value& a, const Value& b);
// The order of two numbers, bools, strings, bytes, timestamps or durations; nothing where there
// is none, as for NaN or values of other kinds.
std::optional<std::strong_ordering> order(const Value& a, const Value& b);

}  // namespace meshlint::cel

#endif  // MESHLINT_CEL_COMPARE_H_
