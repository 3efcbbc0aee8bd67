// Functions for lists that have a variant of the same name for strings.
#ifndef MESHLINT_CEL_LISTS_H_
#define MESHLINT_CEL_LISTS_H_

#include <span>

#include "cel/value.h"

namespace meshlint::cel {

class Frame;

// The first or last index of arguments[1] in the list arguments[0]; -1 if it isn't in the list.
Value index_in_list(Frame& frame, std::span<const Value> arguments, bool is_last);
Value reversed_list(Frame& frame, const Value& list);

}  // namespace meshlint::cel

#endif  // MESHLINT_CEL_LISTS_H_
