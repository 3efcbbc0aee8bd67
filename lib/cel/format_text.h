// Values as the strings library prints them.
#ifndef MESHLINT_CEL_FORMAT_TEXT_H_
#define MESHLINT_CEL_FORMAT_TEXT_H_

#include <string>

#include "cel/value.h"

namespace meshlint::cel {

class Frame;

// What string(value) gives for values of a library: addresses and networks. Empty for others.
std::string opaque_text(const Value& value);

// Appends what %s prints; false, with nothing useful appended, for a value that has no such text.
bool append_text(Frame& frame, const Value& value, std::string& to);

}  // namespace meshlint::cel

#endif  // MESHLINT_CEL_FORMAT_TEXT_H_
