// The full output of every bad example, one file per family. `./dev test --update` rewrites them;
// read the diff.

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

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

TEST(Golden, bad_examples) {
  const std::filesystem::path folder(MESHLINT_GOLDEN_DIR);
  const bool is_update = std::getenv("MESHLINT_UPDATE_GOLDEN") != nullptr;
  for (const auto& [family, output] : outputs_by_family()) {
    const std::filesystem::path path = folder / (family + ".txt");
    if (is_update) {
      std::ofstream(path, std::ios::binary) << output;
      continue;
    }
    std::ifstream stream(path, std::ios::binary);
    const std::string kept(std::istreambuf_iterator<char>(stream), {});
    EXPECT_EQ(output, kept) << path << " differs; `./dev test --update` rewrites it";
  }
}

}  // namespace
}  // namespace meshlint
