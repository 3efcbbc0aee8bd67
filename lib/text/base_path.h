// Paths that the user writes relative to a base, and that messages show relative to it. They are
// compared as they are written; symbolic links are not followed.
#ifndef MESHLINT_TEXT_BASE_PATH_H_
#define MESHLINT_TEXT_BASE_PATH_H_

#include <string>
#include <string_view>

#include "meshlint/result.h"

namespace meshlint::text {

// The path without `.` and `..`, counted from the base unless it is absolute. Fails on a relative
// path if the base is empty.
Result<std::string> absolute_path(std::string_view path, std::string_view base);

// An absolute path, without the base if it is inside of it.
std::string shown_path(std::string_view path, std::string_view base);

}  // namespace meshlint::text

#endif  // MESHLINT_TEXT_BASE_PATH_H_
