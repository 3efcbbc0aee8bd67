#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "cli/commands.h"
#include "meshlint/linter.h"
#include "meshlint/report.h"

namespace meshlint::cli {

CLI::App* add_rules(CLI::App& app, RulesFlags& flags) {
  CLI::App* const command = app.add_subcommand("rules", "List all rules");
  command->add_option("--format", flags.format, "Form of the list: text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  return command;
}

ExitCode run_rules(const RulesFlags& flags) {
  const std::vector<RuleInfo> known = all_rules();
  if (flags.format == "json") {
    fmt::print("{}", rules_json(known));
    return kClean;
  }
  std::size_t width = 0;
  for (const RuleInfo& rule : known) width = std::max(width, rule.id.size());
  for (const RuleInfo& rule : known) {
    fmt::print("{:<{}}  {:<7}  {}{}\n", rule.id, width, severity_name(rule.severity), rule.title,
               rule.is_default ? "" : "  (only if selected)");
  }
  return kClean;
}

}  // namespace meshlint::cli
