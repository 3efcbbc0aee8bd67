#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>

#include "cli/commands.h"
#include "cli/files.h"
#include "cli/plan.h"
#include "cli/terminal.h"
#include "meshlint/render.h"
#include "meshlint/report.h"

namespace meshlint::cli {
namespace {

namespace fs = std::filesystem;

// Puts its origin before each line; an origin that is the same as in the line above is left out.
std::string with_origins(const Rendering& rendering) {
  std::size_t width = 0;
  for (const std::string& origin : rendering.origins) width = std::max(width, origin.size());
  std::string result;
  std::string_view text = rendering.text;
  std::string_view last;
  for (const std::string& origin : rendering.origins) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(line.size() + 1);
    result += fmt::format("{:<{}} | {}\n", origin == last ? "" : origin, width, line);
    last = origin;
  }
  return result;
}

std::string history_text(const ValueHistory& history) {
  std::string result =
      fmt::format("{}{}{}\n", history.resource, history.field.empty() ? "" : "  ", history.field);
  std::size_t value_width = 0;
  std::size_t place_width = 0;
  for (const ValueState& state : history.states) {
    if (!state.is_there) continue;
    value_width = std::max(value_width, state.value.size());
    place_width = std::max(place_width, to_string(state.place).size());
  }
  for (const ValueState& state : history.states) {
    if (!state.is_there) {
      result += "  before that, it didn't exist\n";
    } else if (state.what.empty()) {
      result += fmt::format("  {:<{}}  {:<{}}  as written\n", state.value, value_width,
                            to_string(state.place), place_width);
    } else {
      result +=
          fmt::format("  {:<{}}  {:<{}}  set by {} at {}\n", state.value, value_width,
                      to_string(state.place), place_width, state.what, to_string(state.cause));
    }
  }
  return result;
}

bool write(const std::string& text, const std::string& path) {
  if (!path.empty()) {
    const Result<fs::path> written = replace_file(path, text);
    if (!written) print_error(written.error().message);
    return static_cast<bool>(written);
  }
  std::fwrite(text.data(), 1, text.size(), stdout);
  if (std::fflush(stdout) == 0) return true;
  print_error("cannot write to standard output");
  return false;
}

}  // namespace

ExitCode run_render(const RenderFlags& flags) {
  std::error_code error;
  if (!fs::is_directory(flags.directory, error)) {
    print_error(fmt::format("{}: no such folder", flags.directory));
    return kUsageError;
  }
  CheckFlags check;
  check.paths = {flags.directory};
  check.config = flags.config;
  check.no_config = flags.no_config;
  Result<Plan> plan = make_plan(check);
  if (!plan) {
    print_error(plan.error().message);
    return kUsageError;
  }
  // A build may read more than a check: without a repository, everything, as in kustomize.
  plan->config.root.clear();
  const Result<Rendering> rendering = render_kustomization(
      {.directory = flags.directory,
       .is_reordered = flags.reorder == "legacy",
       .is_load_restricted = flags.load_restrictor == "LoadRestrictionsRootOnly",
       .with_origins = flags.shows_origins,
       .why = flags.why},
      plan->config);
  if (!rendering) {
    print_error(rendering.error().message);
    return kUsageError;
  }
  const Outcome& outcome = rendering->outcome;
  const std::string report =
      text_report(outcome, {.is_colored = takes_color(STDERR_FILENO), .is_quiet = true});
  std::fwrite(report.data(), 1, report.size(), stderr);
  for (const Unchecked& entry : outcome.unchecked) {
    fmt::print(stderr, "not built: {}: {} ({})\n", to_string(entry.place), entry.what,
               entry.reason);
  }
  const bool has_errors = std::ranges::any_of(outcome.findings, [](const Finding& finding) {
    return finding.severity == Severity::kError;
  });
  // A partial build must not go unnoticed through a pipe into a cluster.
  if (rendering->is_failed && !flags.keeps_going && flags.why.empty()) {
    print_error(fmt::format("nothing printed because of {}; --keep-going prints what was built",
                            has_errors ? "the errors" : "ignored errors"));
    return kFindings;
  }
  const std::string text = !flags.why.empty()    ? history_text(rendering->history)
                           : flags.shows_origins ? with_origins(*rendering)
                                                 : rendering->text;
  if (!write(text, flags.output)) return kUsageError;
  return rendering->is_complete ? kClean : kFindings;
}

}  // namespace meshlint::cli
