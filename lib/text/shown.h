// Values of the user inside of messages.
#ifndef MESHLINT_TEXT_SHOWN_H_
#define MESHLINT_TEXT_SHOWN_H_

#include <string>
#include <string_view>

namespace meshlint::text {

// A text of the user for use inside of a message. A long one is cut at its end, a long path or URL
// before its last part, with "..." there; line breaks are spaces.
std::string shown(std::string_view text);

}  // namespace meshlint::text

#endif  // MESHLINT_TEXT_SHOWN_H_
