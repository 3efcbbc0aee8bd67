// Equality of values.
// Source: the CEL language definition.
#ifndef MESHLINT_CEL_COMPARE_H_
#define MESHLINT_CEL_COMPARE_H_

#include "cel/value.h"

namespace meshlint::cel {

class Frame;

// Compares by value and never fails: values of different kinds are unequal. Numbers are compared
// whatever their type; the order of items doesn't matter in lists that the schema calls sets or
// maps.
bool is_equal(Frame& frame, const Value& a, const Value& b);

}  // namespace meshlint::cel

#endif  // MESHLINT_CEL_COMPARE_H_
