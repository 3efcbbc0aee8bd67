// The bytes of a file on disk.
#ifndef MESHLINT_TEXT_FILE_H_
#define MESHLINT_TEXT_FILE_H_

#include <optional>
#include <string>

namespace meshlint::text {

// All bytes of a file or pipe; nothing if it cannot be read, as a folder cannot.
std::optional<std::string> read_file(const std::string& path);

}  // namespace meshlint::text

#endif  // MESHLINT_TEXT_FILE_H_
