#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/commands.h"
#include "meshlint/config.h"
#include "meshlint/linter.h"

namespace meshlint::cli {
namespace {

void print_part(std::string_view title, std::string_view text) {
  while (text.ends_with('\n')) text.remove_suffix(1);
  if (!text.empty()) fmt::print("\n{}\n  {}\n", title, text);
}

void print_examples(std::string_view title, const std::vector<std::string>& examples) {
  for (const std::string& example : examples) {
    fmt::print("\n{}\n", title);
    std::string_view rest = example;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      fmt::print("{}{}\n", end == 0 ? "" : "    ", rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
}

void print_page(const RuleInfo& rule) {
  fmt::print("{}: {}\n", rule.id, rule.title);
  fmt::print("{}{}{}{}\n", severity_name(rule.severity), rule.is_default ? "" : ", off by default",
             rule.since.empty() ? "" : ", since meshlint ", rule.since);
  print_part("What", rule.what);
  print_part("Why", rule.why);
  print_part("Fix", rule.fix);
  if (!rule.options.empty()) fmt::print("\nOptions\n");
  for (const RuleInfo::Option& option : rule.options) {
    fmt::print("  {} (default: {})  {}\n", option.name, option.value, option.what);
  }
  print_examples("Bad", rule.bad);
  print_examples("Good", rule.good);
  if (!rule.aliases.empty())
    print_part("Codes in other tools", fmt::format("{}", fmt::join(rule.aliases, ", ")));
  if (!rule.formerly.empty())
    print_part("Formerly", fmt::format("{}", fmt::join(rule.formerly, ", ")));
  print_part("Ignore", fmt::format("# meshlint: ignore={} -- reason", rule.id));
}

}  // namespace

ExitCode run_explain(const ExplainFlags& flags) {
  const Result<Config> config = own_rules_config(flags.rules);
  if (!config) {
    print_error(config.error().message);
    return kUsageError;
  }
  const Result<std::vector<RuleInfo>> rules = known_rules(*config);
  if (!rules) {
    print_error(rules.error().message);
    return kUsageError;
  }
  // For a family, print the page of each of its rules.
  bool is_first = true;
  for (const RuleInfo& rule : *rules) {
    const bool is_wanted =
        flags.rule == "all" || rule.id == flags.rule || rule.id.starts_with(flags.rule + "/");
    const bool is_former = std::ranges::find(rule.formerly, flags.rule) != rule.formerly.end();
    if (!is_wanted && !is_former) continue;
    if (is_former) print_former_name({.name = flags.rule, .rule = rule.id});
    if (!is_first) fmt::print("\n\n");
    is_first = false;
    print_page(rule);
  }
  if (!is_first) return kClean;
  if (const std::optional<Error> error = check_rule_name(flags.rule)) {
    print_error(error->message + " (`meshlint rules` lists all rules)");
  }
  return kUsageError;
}

}  // namespace meshlint::cli
