// The full output of every bad example, one file per family, the environments of an example
// repository in every form, and the mistakes of another one in every format. `./dev test --update`
// rewrites them; read the diff.

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "check/registry.h"
#include "meshlint/meshlint.h"

namespace meshlint {
namespace {

std::map<std::string, std::string> outputs_by_family() {
  std::map<std::string, std::string> outputs;
  for (const check::Rule& rule : check::shipped_rules()) {
    const std::string id(rule.page.id);
    std::string& out = outputs[id.substr(0, id.find('/'))];
    out += "=== " + id + "\n\n";
    for (const std::string_view text : rule.page.bad) {
      const Result<Outcome> outcome = lint_example(parse_example(text), id, {});
      out += outcome ? text_report(*outcome, {.is_quiet = true}) : outcome.error().message;
      out += '\n';
    }
  }
  return outputs;
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

void expect_golden(const std::string& name, const std::string& output) {
  const std::filesystem::path path = std::filesystem::path(MESHLINT_GOLDEN_DIR) / name;
  if (std::getenv("MESHLINT_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(path, std::ios::binary) << output;
    return;
  }
  EXPECT_EQ(output, read_file(path)) << path << " differs; `./dev test --update` rewrites it";
}

TEST(Golden, bad_examples) {
  for (const auto& [family, output] : outputs_by_family()) expect_golden(family + ".txt", output);
}

// SARIF lists the pages of all rules, which would change this file with every page. The tests of
// the reports have a golden file with pages.
std::string without_pages(std::string report) {
  constexpr std::string_view kBegin = "\n          \"rules\": [\n";
  constexpr std::string_view kEnd = "\n          ]";
  const std::size_t begin = report.find(kBegin);
  if (begin == report.npos) return report;
  const std::size_t first = begin + kBegin.size() - 1;
  return report.erase(first, report.find(kEnd, first) - first);
}

TEST(Golden, formats) {
  const std::string root = (std::filesystem::path(MESHLINT_EXAMPLES_DIR) / "mistakes").string();
  Result<Config> config = load_config(".meshlint.yaml", root);
  ASSERT_TRUE(config) << config.error().message;
  config->root = root;
  const Result<Linter> linter = Linter::create(*config);
  ASSERT_TRUE(linter) << linter.error().message;
  const std::vector<Input> inputs = {{.path = root, .text = {}}};
  const Outcome outcome = linter->check(inputs);
  for (const Format& format : formats()) {
    expect_golden("formats/mistakes." + std::string(format.name),
                  without_pages(format.write(outcome, {})));
  }
}

TEST(Golden, environments) {
  const std::filesystem::path root = std::filesystem::path(MESHLINT_EXAMPLES_DIR) / "clusters";
  std::vector<Input> inputs;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    const std::string path = entry.path().lexically_relative(root).generic_string();
    if (entry.is_regular_file() && !path.starts_with('.')) {
      inputs.push_back({.path = path, .text = read_file(entry.path())});
    }
  }
  const Result<Config> config = parse_config(read_file(root / ".meshlint.yaml"), ".meshlint.yaml");
  ASSERT_TRUE(config) << config.error().message;
  const EnvironmentList list = list_environments(inputs, *config);
  expect_golden("environments.txt", environments_text(list));
  expect_golden("environments.json", environments_json(list));
  expect_golden("environments.dot", environments_dot(list));
  expect_golden("environments.mermaid", environments_mermaid(list));
  // A good repository, on top of that.
  const Result<Linter> linter = Linter::create(*config);
  ASSERT_TRUE(linter) << linter.error().message;
  EXPECT_EQ(text_report(linter->check(inputs), {.is_quiet = true}), "");
}

}  // namespace
}  // namespace meshlint
