#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "cli/commands.h"
#include "meshlint/schema.h"

namespace meshlint::cli {

CLI::App* add_schema_show(CLI::App& schema, SchemaShowFlags& flags) {
  CLI::App* const command =
      schema.add_subcommand("show", "Print the type, limits and versions of a kind, type or field");
  command
      ->add_option(
          "PATH", flags.path,
          "KIND[.GROUP][.field...], VirtualService.spec.http.retries; or a type, MeshConfig")
      ->required();
  add_targets(*command, flags.targets);
  return command;
}

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
