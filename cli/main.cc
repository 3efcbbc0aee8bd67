#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cstdio>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include "cli/commands.h"
#include "meshlint/linter.h"

namespace meshlint::cli {
namespace {

constexpr std::string_view kFooter = R"(Exit codes:
  0  nothing found at or above --fail-on
  1  findings at or above --fail-on (default: warning)
  2  a flag, a path or the configuration is wrong
  3  nothing to check: no manifest below the paths

Examples:
  meshlint                               check the repository around you
  meshlint shop/ --fail-on error         check a folder, let warnings pass
  meshlint --diff | git apply            see what --fix would do, then do it
  meshlint --format sarif -o out.sarif   for code scanning
  kustomize build . | meshlint -         check standard input
  meshlint environments                  what would land where
  meshlint explain route/weights-sum     what a rule means)";

// `meshlint shop/` means `meshlint check shop/`. A folder that bears the name of a
// subcommand is reached by `./rules` or `check rules`.
bool names_subcommand(std::string_view argument) {
  static constexpr auto kFirstWords =
      std::to_array<std::string_view>({"check", "render", "environments", "rules", "explain",
                                       "schema", "-h", "--help", "--help-all", "-V", "--version"});
  return std::ranges::find(kFirstWords, argument) != kFirstWords.end();
}

int run(std::vector<std::string> arguments) {
  if (arguments.empty() || !names_subcommand(arguments.front())) {
    arguments.insert(arguments.begin(), "check");
  }
  CLI::App app("Checks the Istio, Argo CD and kustomize manifests of a repository, offline.",
               "meshlint");
  app.set_version_flag("-V,--version", fmt::format("meshlint {}", version()));
  app.set_help_all_flag("--help-all", "Print the help of all commands");
  app.footer(std::string(kFooter));
  app.require_subcommand(1);
  CheckFlags check_flags;
  RenderFlags render_flags;
  EnvironmentsFlags environments_flags;
  RulesFlags rules_flags;
  ExplainFlags explain_flags;
  CLI::App* const check = add_check(app, check_flags);
  check->footer(std::string(kFooter));
  CLI::App* const render = add_render(app, render_flags);
  CLI::App* const environments = add_environments(app, environments_flags);
  CLI::App* const rules = add_rules(app, rules_flags);
  CLI::App* const explain = add_explain(app, explain_flags);
  SchemaShowFlags show_flags;
  SchemaExportFlags export_flags;
  CLI::App* const schema = app.add_subcommand("schema", "What is known of the fields of APIs");
  schema->require_subcommand(1);
  CLI::App* const show = add_schema_show(*schema, show_flags);
  SchemaImportFlags import_flags;
  CLI::App* const import = add_schema_import(*schema, import_flags);
  add_schema_export(*schema, export_flags);

  try {
    std::ranges::reverse(arguments);  // CLI11 takes them from the back
    app.parse(std::move(arguments));
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kClean : kUsageError;
  }
  if (check->parsed()) return run_check(check_flags);
  if (render->parsed()) return run_render(render_flags);
  if (environments->parsed()) return run_environments(environments_flags);
  if (rules->parsed()) return run_rules(rules_flags);
  if (explain->parsed()) return run_explain(explain_flags);
  if (show->parsed()) return run_schema_show(show_flags);
  return import->parsed() ? run_schema_import(import_flags) : run_schema_export(export_flags);
}

}  // namespace

void print_error(std::string_view message) { fmt::print(stderr, "meshlint: {}\n", message); }

}  // namespace meshlint::cli

int main(int argc, char** argv) {
  try {
    return meshlint::cli::run(std::vector<std::string>(argv + std::min(argc, 1), argv + argc));
  } catch (const std::exception& error) {
    // Out of memory, or a mistake of ours: never mistake it for a clean run.
    std::fprintf(stderr, "meshlint: internal error: %s\n", error.what());
    return meshlint::cli::kUsageError;
  }
}
