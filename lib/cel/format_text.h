// The text of values in the strings library.
#ifndef MESHLINT_CEL_FORMAT_TEXT_H_
#define MESHLINT_CEL_FORMAT_TEXT_H_

#include <string>

#include "cel/value.h"

namespace meshlint::cel {

class Frame;

// The result of string(value) for addresses and networks; empty for other values.
std::string opaque_text(const Value& value);

// Appends the text for %s. False for a value without text; `to` is then unspecified.
bool append_text(Frame& frame, const Value& value, std::string& to);

}  // namespace meshlint::cel

#endif  // MESHLINT_CEL_FORMAT_TEXT_H_
