// Reading and writing files for the subcommands.
#ifndef MESHLINT_CLI_FILES_H_
#define MESHLINT_CLI_FILES_H_

#include <filesystem>
#include <string>
#include <string_view>

#include "meshlint/result.h"

namespace meshlint::cli {

Result<std::string> read_stdin();

// Puts `text` in the place of the file, or makes it: whoever reads it meanwhile sees the old
// file or the new one, never a half. Keeps mode and, where allowed, owner; writes through
// symbolic links. Gives the path written. A device or pipe is written as it stands.
Result<std::filesystem::path> replace_file(const std::filesystem::path& path,
                                           std::string_view text);

// True if the file holds exactly these bytes.
bool holds(const std::filesystem::path& path, std::string_view text);

}  // namespace meshlint::cli

#endif  // MESHLINT_CLI_FILES_H_
