// Reading and writing files for the subcommands.
#ifndef MESHLINT_CLI_FILES_H_
#define MESHLINT_CLI_FILES_H_

#include <filesystem>
#include <string>
#include <string_view>

#include "meshlint/result.h"

namespace meshlint::cli {

Result<std::string> read_stdin();

// Replaces the content of a file, or creates the file. The change is atomic: a reader sees either
// the old content or the new one. Keeps the mode and, where permitted, the owner; follows symbolic
// links; writes directly to a device or pipe. Returns the path written.
Result<std::filesystem::path> replace_file(const std::filesystem::path& path,
                                           std::string_view text);

// Whether the file's content is exactly `text`.
bool holds(const std::filesystem::path& path, std::string_view text);

}  // namespace meshlint::cli

#endif  // MESHLINT_CLI_FILES_H_
