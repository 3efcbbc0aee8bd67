// Files that the user names beside the workspace: CRDs to judge by, rules of their own.
#ifndef MESHLINT_TEXT_GIVEN_FILES_H_
#define MESHLINT_TEXT_GIVEN_FILES_H_

#include <string>
#include <string_view>
#include <vector>

#include "meshlint/result.h"
#include "text/problem.h"
#include "text/source.h"

namespace meshlint::text {

// Reads the file of that path, or each YAML and JSON file below the folder, sorted by path, into
// `sources`. The path is absolute or counts from `base`, as those of the sources do. Fails, naming
// the path, if one cannot be read.
Result<std::vector<SourceId>> read_given_files(const std::string& path, std::string_view base,
                                               Sources& sources);

// "path:line:column: message", of a problem in one of them.
std::string located_message(const Sources& sources, const Problem& problem);

}  // namespace meshlint::text

#endif  // MESHLINT_TEXT_GIVEN_FILES_H_
