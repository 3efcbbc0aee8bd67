// Every corpus, whole: findings per rule against the checked-in table, in which each has been
// reviewed (docs/corpora.md), and the same bytes with one and with eight threads. Skipped where the
// shared folder is absent.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "meshlint/meshlint.h"

namespace meshlint {
namespace {

namespace fs = std::filesystem;

const fs::path kCorpora = fs::path(MESHLINT_SHARED_DIR) / "corpora";
const fs::path kTable = fs::path(MESHLINT_CONFORMANCE_DIR) / "corpora.tsv";

std::vector<fs::path> corpora() {
  std::vector<fs::path> folders;
  for (const auto& entry : fs::directory_iterator(kCorpora)) {
    if (entry.is_directory()) folders.push_back(entry.path());
  }
  std::ranges::sort(folders);
  return folders;
}

Outcome check(const fs::path& folder, unsigned jobs) {
  const Result<Linter> linter = Linter::create({.jobs = jobs, .root = folder.string()});
  return linter->check(std::vector<Input>{{.path = folder.string()}});
}

const char* name_of(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return "error";
    case Severity::kWarning:
      return "warning";
    case Severity::kInfo:
      return "info";
  }
  return "";
}

TEST(Corpora, findings_are_those_of_the_reviewed_table) {
  if (!fs::exists(kCorpora)) GTEST_SKIP() << "no corpora at " << kCorpora;
  std::map<std::string, std::size_t> counts;
  for (const fs::path& folder : corpora()) {
    for (const Finding& finding : check(folder, 2).findings) {
      ++counts[folder.filename().string() + '\t' + finding.rule + '\t' + name_of(finding.severity)];
    }
  }
  std::string table = "corpus\trule\tseverity\tfindings\n";
  for (const auto& [key, count] : counts) table += key + '\t' + std::to_string(count) + '\n';
  if (std::getenv("MESHLINT_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(kTable, std::ios::binary) << table;
    return;
  }
  std::ifstream stream(kTable, std::ios::binary);
  const std::string kept(std::istreambuf_iterator<char>(stream), {});
  EXPECT_EQ(table, kept) << "review the difference, then `./dev test --update`";
}

TEST(Corpora, output_does_not_depend_on_threads) {
  if (!fs::exists(kCorpora)) GTEST_SKIP() << "no corpora at " << kCorpora;
  for (const fs::path& folder : corpora()) {
    const Outcome one = check(folder, 1);
    const Outcome eight = check(folder, 8);
    for (const Format& format : formats()) {
      EXPECT_EQ(format.write(one, {}), format.write(eight, {})) << folder << ' ' << format.name;
    }
  }
}

}  // namespace
}  // namespace meshlint
