#include "meshlint/example.h"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "text/base_path.h"

namespace meshlint {
namespace {

constexpr std::string_view kFileMark = "# file: ";
constexpr std::string_view kConfigMark = "# config: ";
constexpr std::string_view kFindingMark = "# finding";

}  // namespace

Example parse_example(std::string_view text) {
  Example example;
  std::string path = "example.yaml";
  std::string bytes;
  std::uint32_t line_number = 0;
  const auto end_file = [&] {
    if (bytes.find_first_not_of(" \n") != std::string::npos) {
      example.inputs.push_back({.path = path, .text = bytes});
    }
    bytes.clear();
    line_number = 0;
  };
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.starts_with(kFileMark)) {
      end_file();
      path = line.substr(kFileMark.size());
      continue;
    }
    if (line.starts_with(kConfigMark)) {
      example.config = line.substr(kConfigMark.size());
      continue;
    }
    ++line_number;
    bytes += line;
    bytes += '\n';
    if (line.ends_with(kFindingMark)) example.marks.emplace(path, line_number);
  }
  end_file();
  return example;
}

Result<Outcome> lint_example(const Example& example, const std::string& rule, const Config& base) {
  Result<Config> config =
      parse_config(example.config, "the example's configuration", !base.rules.empty());
  if (!config) return std::move(config).error();
  // The example's files are in memory only, so its configuration has no base.
  for (auto [paths, own] :
       {std::pair(&base.rules, &config->rules), std::pair(&base.crds, &config->crds)}) {
    for (const std::string& path : *paths) {
      Result<std::string> absolute = text::absolute_path(path, base.base);
      if (!absolute) return std::move(absolute).error();
      own->push_back(*std::move(absolute));
    }
  }
  config->select = {rule};
  config->jobs = 1;
  Result<Linter> linter = Linter::create(*std::move(config));
  if (!linter) return std::move(linter).error();
  return linter->check(example.inputs);
}

Result<std::vector<std::string>> check_example(const RuleInfo& rule, std::string_view text,
                                               const Config& base) {
  const Example example = parse_example(text);
  Result<Outcome> outcome = lint_example(example, rule.id, base);
  if (!outcome) return std::move(outcome).error();
  std::vector<std::string> mistakes;
  auto missing = example.marks;
  for (const Finding& finding : outcome->findings) {
    const auto mark = missing.find({finding.place.path, finding.place.line});
    if (mark != missing.end()) {
      missing.erase(mark);
    } else {
      mistakes.push_back(fmt::format("{}:{}: reports `{}`, but the line has no `# finding`",
                                     finding.place.path, finding.place.line, finding.message));
    }
  }
  for (const auto& [path, line] : missing) {
    mistakes.push_back(
        fmt::format("{}:{}: has a `# finding`, but nothing is reported", path, line));
  }
  return mistakes;
}

}  // namespace meshlint
