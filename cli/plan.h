// What a run checks: decided from flags and configuration before any manifest is read.
#ifndef MESHLINT_CLI_PLAN_H_
#define MESHLINT_CLI_PLAN_H_

#include <filesystem>
#include <string_view>
#include <vector>

#include "cli/commands.h"
#include "meshlint/config.h"
#include "meshlint/linter.h"
#include "meshlint/result.h"

namespace meshlint::cli {

struct Plan {
  Config config;
  std::vector<Input> inputs;
  std::filesystem::path root;  // of the workspace
};

// Finds the repository and its configuration: from the working directory upwards or, if the first
// path is outside that repository, from that path.
Result<Plan> make_plan(const CheckFlags& flags);

// Prints a report to standard output. Prints an error and returns false if that fails.
bool print_report(std::string_view report);

}  // namespace meshlint::cli

#endif  // MESHLINT_CLI_PLAN_H_
