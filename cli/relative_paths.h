// Shows paths as seen from the folder that the user is in.
#ifndef MESHLINT_CLI_RELATIVE_PATHS_H_
#define MESHLINT_CLI_RELATIVE_PATHS_H_

#include <filesystem>

#include "meshlint/linter.h"

namespace meshlint::cli {

// The same outcome with every path, which is relative to the workspace's root, made relative
// to `directory`, itself given relative to that root. For people only: machines get the
// paths of the root, and fixes are applied with those.
Outcome seen_from(const std::filesystem::path& directory, Outcome outcome);

}  // namespace meshlint::cli

#endif  // MESHLINT_CLI_RELATIVE_PATHS_H_
