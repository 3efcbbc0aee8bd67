#include <string>

#include "cli/commands.h"
#include "cli/plan.h"
#include "meshlint/environments.h"

namespace meshlint::cli {

ExitCode run_environments(const EnvironmentsFlags& flags) {
  CheckFlags check;
  check.paths = flags.paths;
  check.config = flags.config;
  check.no_config = flags.no_config;
  const Result<Plan> plan = make_plan(check);
  if (!plan) {
    print_error(plan.error().message);
    return kUsageError;
  }
  const EnvironmentList list = list_environments(plan->inputs, plan->config);
  const std::string report = flags.format == "json"      ? environments_json(list)
                             : flags.format == "dot"     ? environments_dot(list)
                             : flags.format == "mermaid" ? environments_mermaid(list)
                                                         : environments_text(list);
  if (!print_report(report)) return kUsageError;
  if (list.files > 0) return kClean;
  print_error("nothing to list: no YAML or JSON files found");
  return kNothingToCheck;
}

}  // namespace meshlint::cli
