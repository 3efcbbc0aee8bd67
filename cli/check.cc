#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "cli/commands.h"
#include "cli/files.h"
#include "cli/plan.h"
#include "cli/terminal.h"
#include "meshlint/meshlint.h"

namespace meshlint::cli {
namespace {

namespace fs = std::filesystem;

// One pass may not be enough: a fix that overlaps another has to wait, and a fix may uncover
// another fixable mistake. The limit ends the loop if two rules undo each other's fixes.
constexpr int kMostFixPasses = 10;

bool is_inside(const fs::path& path, const fs::path& directory) {
  const fs::path relative = path.lexically_relative(directory);
  return !relative.empty() && *relative.begin() != "..";
}

// Absolute, without symbolic links, `.` and `..`, as far as the path exists.
fs::path real_path(const fs::path& path) {
  std::error_code error;
  const fs::path result = fs::weakly_canonical(path, error);
  return error ? fs::absolute(path, error).lexically_normal() : result;
}

// Applies the flags to the configuration. --select replaces the file's list; --ignore adds to it,
// so that what a team has agreed to ignore stays ignored.
std::optional<Error> overlay(const CheckFlags& flags, Config& config) {
  config.rules.insert(config.rules.end(), flags.rules.begin(), flags.rules.end());
  // If there are custom rules, only the linter knows all names.
  const auto check_name = [&](const std::string& name) {
    return config.rules.empty() ? check_rule_name(name) : std::nullopt;
  };
  for (const auto* names : {&flags.select, &flags.ignore}) {
    for (const std::string& name : *names) {
      if (std::optional<Error> error = check_name(name)) return error;
    }
  }
  if (!flags.select.empty()) config.select = flags.select;
  config.ignore.insert(config.ignore.end(), flags.ignore.begin(), flags.ignore.end());
  for (const std::string& text : flags.severity) {
    const auto pair = split_pair("--severity", text);
    if (!pair) return pair.error();
    if (std::optional<Error> error = check_name(pair->first)) return error;
    const std::optional<Severity> severity = severity_from_name(pair->second);
    if (!severity) {
      return Error{fmt::format("--severity {}: unknown severity `{}`; use error, warning or info",
                               text, pair->second)};
    }
    config.severity.insert_or_assign(pair->first, *severity);
  }
  auto targets = parse_targets(flags.targets);
  if (!targets) return targets.error();
  for (auto& [product, version] : *targets) {
    config.targets.insert_or_assign(product, version);
    config.target_origins.insert_or_assign(product, "--target");
  }
  config.crds.insert(config.crds.end(), flags.crds.begin(), flags.crds.end());
  if (flags.jobs >= 0) config.jobs = static_cast<unsigned>(flags.jobs);
  return std::nullopt;
}

// Writes the fixed files. A file isn't changed if it was modified since it was read, or if a
// symbolic link leads outside the workspace.
bool write_fixes(const Plan& plan, const Outcome& outcome, bool is_quiet) {
  bool is_any_written = false;
  for (const auto& [path, text] : fixed_files(outcome)) {
    const fs::path target = real_path(path);
    if (!is_inside(target, plan.root)) {
      print_error(
          fmt::format("{}: not fixed, since the file is outside {}", path, plan.root.string()));
      continue;
    }
    if (!holds(target, outcome.sources.at(path))) {
      print_error(
          fmt::format("{}: not fixed, since the file changed during the check; run again", path));
      continue;
    }
    const Result<fs::path> written = replace_file(target, text);
    if (!written) {
      print_error(written.error().message);
      continue;
    }
    is_any_written = true;
    if (!is_quiet) fmt::print(stderr, "fixed {}\n", path);
  }
  return is_any_written;
}

bool is_colored(const CheckFlags& flags) {
  if (flags.color != "auto") return flags.color == "always";
  return flags.output.empty() && takes_color(STDOUT_FILENO);
}

std::string report_of(const CheckFlags& flags, const Outcome& outcome) {
  if (flags.shows_diff) return fix_diff(outcome);
  const TextStyle style{.is_colored = is_colored(flags),
                        .is_quiet = flags.is_quiet,
                        .shows_statistics = flags.shows_statistics};
  return find_format(flags.format)->write(outcome, style);
}

void print_timings(const Timings& timings) {
  const auto print = [](std::string_view stage, std::uint64_t ns) {
    fmt::print(stderr, "{:<7} {:>10.3f} ms\n", stage, static_cast<double>(ns) / 1e6);
  };
  print("read", timings.read);
  print("parse", timings.parse);
  print("render", timings.render);
  print("schema", timings.schema);
  print("rules", timings.rules);
  print("report", timings.report);
}

bool fails(const CheckFlags& flags, const Outcome& outcome) {
  const std::optional<Severity> threshold = severity_from_name(flags.fail_on);
  return threshold && std::ranges::any_of(outcome.findings, [&](const Finding& finding) {
           return finding.severity >= *threshold;
         });
}

}  // namespace

Result<Plan> make_plan(const CheckFlags& flags) {
  std::error_code error;
  const fs::path here = real_path(fs::current_path(error));
  if (error) return Error{"cannot read the working directory"};

  fs::path start = here;
  std::vector<fs::path> paths;
  bool reads_stdin = false;
  for (const std::string& text : flags.paths) {
    if (text == "-") {
      reads_stdin = true;
      continue;
    }
    if (!fs::exists(text, error)) return Error{fmt::format("{}: no such file or folder", text)};
    paths.push_back(real_path(text));
  }
  if (!paths.empty() &&
      !is_inside(paths.front(), find_repository(here.string()).value_or(here.string()))) {
    start = fs::is_directory(paths.front(), error) ? paths.front() : paths.front().parent_path();
  }

  Plan plan;
  fs::path config_path = flags.config;
  if (flags.config.empty() && !flags.no_config) {
    config_path = find_config(start.string()).value_or("");
  }
  if (!config_path.empty()) {
    Result<Config> config = load_config(config_path.string(), here.string());
    if (!config) return std::move(config).error();
    plan.config = *std::move(config);
    // Patterns of a file from --config count from the root.
    if (!flags.config.empty()) plan.config.folder.clear();
  }
  plan.config.base = here.string();
  // The root is the repository. Without one, it's the folder of the configuration that was found; a
  // file from --config may be anywhere and doesn't count.
  plan.root = find_repository(start.string())
                  .value_or(flags.config.empty() && !config_path.empty()
                                ? real_path(config_path).parent_path().string()
                                : start.string());
  plan.config.root = plan.root.string();
  if (std::optional<Error> wrong = overlay(flags, plan.config)) return *std::move(wrong);

  for (const fs::path& path : paths) plan.inputs.push_back({.path = path.string()});
  if (reads_stdin) {
    Result<std::string> text = read_stdin();
    if (!text) return std::move(text).error();
    plan.inputs.push_back({.path = flags.stdin_filename, .text = *std::move(text)});
  }
  if (flags.paths.empty()) plan.inputs.push_back({.path = plan.root.string()});
  return plan;
}

bool print_report(std::string_view report) {
  std::fwrite(report.data(), 1, report.size(), stdout);
  if (std::fflush(stdout) == 0) return true;
  print_error("cannot write to standard output");
  return false;
}

ExitCode run_check(const CheckFlags& flags) {
  if (flags.fixes && std::ranges::find(flags.paths, "-") != flags.paths.end()) {
    print_error("--fix needs files, not standard input; use --diff to print the changes");
    return kUsageError;
  }
  Result<Plan> plan = make_plan(flags);
  if (!plan) {
    print_error(plan.error().message);
    return kUsageError;
  }
  Result<Linter> linter = Linter::create(plan->config);
  if (!linter) {
    print_error(linter.error().message);
    return kUsageError;
  }

  Outcome outcome = linter->check(plan->inputs);
  for (int pass = 0; flags.fixes && pass < kMostFixPasses; ++pass) {
    if (!write_fixes(*plan, outcome, flags.is_quiet)) break;
    outcome = linter->check(plan->inputs);
  }

  const std::string report = report_of(flags, outcome);
  if (flags.output.empty()) {
    if (!print_report(report)) return kUsageError;
  } else if (const Result<fs::path> written = replace_file(flags.output, report); !written) {
    print_error(written.error().message);
    return kUsageError;
  }
  if (!flags.is_quiet) std::ranges::for_each(outcome.former_names, print_former_name);
  if (flags.shows_timings) print_timings(outcome.timings);
  if (outcome.files == 0) {
    print_error("nothing to check: no YAML or JSON files found");
    return kNothingToCheck;
  }
  return fails(flags, outcome) ? kFindings : kClean;
}

}  // namespace meshlint::cli
