#include <fmt/core.h>

#include "cli/commands.h"
#include "meshlint/schema.h"

namespace meshlint::cli {

ExitCode run_schema_show(const SchemaShowFlags& flags) {
  const Result<std::map<std::string, std::string, std::less<>>> targets =
      parse_targets(flags.targets);
  if (!targets) {
    print_error(targets.error().message);
    return kUsageError;
  }
  const Result<std::string> text = describe_schema(flags.path, *targets);
  if (!text) {
    print_error(text.error().message);
    return kUsageError;
  }
  fmt::print("{}", *text);
  return kClean;
}

}  // namespace meshlint::cli
