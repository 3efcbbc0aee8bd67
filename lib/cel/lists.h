// What lists share with strings: functions of one name that take either.
#ifndef MESHLINT_CEL_LISTS_H_
#define MESHLINT_CEL_LISTS_H_

#include <span>

#include "cel/value.h"

namespace meshlint::cel {

class Frame;

// The index of arguments[1] in the list arguments[0], the last one's if `is_last`; -1 if it has
// none.
Value index_in_list(Frame& frame, std::span<const Value> arguments, bool is_last);
Value reversed_list(Frame& frame, const Value& list);

}  // namespace meshlint::cel

#endif  // MESHLINT_CEL_LISTS_H_
