// The paths of an outcome as a format writes them.
#ifndef MESHLINT_REPORT_PATHS_H_
#define MESHLINT_REPORT_PATHS_H_

#include <string>

#include "meshlint/linter.h"

namespace meshlint::report {

// A path of the outcome relative to its repository; absolute if the file is outside.
std::string repository_path(const Outcome& outcome, const std::string& path);

}  // namespace meshlint::report

#endif  // MESHLINT_REPORT_PATHS_H_
