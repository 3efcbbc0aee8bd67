#include <fmt/core.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "cli/commands.h"
#include "meshlint/config.h"
#include "meshlint/example.h"
#include "meshlint/linter.h"
#include "meshlint/report.h"

namespace meshlint::cli {

Result<Config> own_rules_config(const std::vector<std::string>& flag) {
  std::error_code error;
  const std::string here = std::filesystem::current_path(error).string();
  if (error) return Error{"cannot read the working directory"};
  Config config;
  config.base = here;
  if (const std::optional<std::string> path = find_config(here)) {
    Result<Config> found = load_config(*path, here);
    if (!found) return std::move(found).error();
    config.rules = found->rules;
    config.crds = found->crds;
  }
  config.rules.insert(config.rules.end(), flag.begin(), flag.end());
  return config;
}

Result<std::vector<RuleInfo>> known_rules(const Config& config) {
  Result<Linter> linter = Linter::create(config);
  if (!linter) return std::move(linter).error();
  std::vector<RuleInfo> rules = all_rules();
  std::ranges::move(linter->custom_rules(), std::back_inserter(rules));
  return rules;
}

namespace {

// "1 rule", "2 rules".
std::string counted(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

// Tests each custom rule against the examples on its page.
ExitCode test_own_rules(const Config& config) {
  Result<Linter> linter = Linter::create(config);
  if (!linter) {
    print_error(linter.error().message);
    return kUsageError;
  }
  std::size_t examples = 0;
  std::size_t failures = 0;
  const std::vector<RuleInfo> rules = linter->custom_rules();
  for (const RuleInfo& rule : rules) {
    const auto run = [&](std::string_view kind, const std::vector<std::string>& texts) {
      for (std::size_t i = 0; i < texts.size(); ++i) {
        ++examples;
        const Result<std::vector<std::string>> result = check_example(rule, texts[i], config);
        const std::vector<std::string> lines =
            result ? *result : std::vector<std::string>{result.error().message};
        for (const std::string& line : lines) {
          fmt::print("{}, {} example {}: {}\n", rule.id, kind, i + 1, line);
        }
        failures += lines.size();
      }
    };
    run("bad", rule.bad);
    run("good", rule.good);
    if (rule.bad.empty() || rule.good.empty()) {
      fmt::print("{}: no {} example\n", rule.id, rule.bad.empty() ? "bad" : "good");
    }
  }
  fmt::print("{}, {}, {}\n", counted(rules.size(), "rule"), counted(examples, "example"),
             counted(failures, "failure"));
  return failures > 0 ? kFindings : kClean;
}

}  // namespace

ExitCode run_rules(const RulesFlags& flags) {
  const Result<Config> config = own_rules_config(flags.rules);
  if (!config) {
    print_error(config.error().message);
    return kUsageError;
  }
  if (flags.tests) return test_own_rules(*config);
  const Result<std::vector<RuleInfo>> known = known_rules(*config);
  if (!known) {
    print_error(known.error().message);
    return kUsageError;
  }
  if (flags.format == "json") {
    fmt::print("{}", rules_json(*known));
    return kClean;
  }
  std::size_t width = 0;
  for (const RuleInfo& rule : *known) width = std::max(width, rule.id.size());
  for (const RuleInfo& rule : *known) {
    fmt::print("{:<{}}  {:<7}  {}{}\n", rule.id, width, severity_name(rule.severity), rule.title,
               rule.is_default ? "" : "  (off by default)");
  }
  return kClean;
}

}  // namespace meshlint::cli
