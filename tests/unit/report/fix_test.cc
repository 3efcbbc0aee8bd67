#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "meshlint/report.h"
#include "unit/report/outcomes.h"

namespace meshlint::report {
namespace {

namespace fs = std::filesystem;

Edit edit(std::uint32_t begin, std::uint32_t end, std::string text, std::string path = "a.yaml") {
  return {.path = std::move(path), .begin = begin, .end = end, .text = std::move(text)};
}

// One finding per list of edits, each with one safe fix.
Outcome outcome_of(std::map<std::string, std::string> sources,
                   const std::vector<std::vector<Edit>>& fixes) {
  Outcome outcome;
  outcome.sources = std::move(sources);
  for (const std::vector<Edit>& edits : fixes) {
    Finding finding{.rule = "route/weights-sum"};
    finding.fixes.push_back({.title = "mend it", .is_safe = true, .edits = edits});
    outcome.findings.push_back(std::move(finding));
  }
  return outcome;
}

std::string fixed(const std::string& before, const std::vector<std::vector<Edit>>& fixes) {
  const auto files = fixed_files(outcome_of({{"a.yaml", before}}, fixes));
  return files.empty() ? before : files.at("a.yaml");
}

TEST(FixedFiles, edits_are_applied) {
  EXPECT_EQ(fixed("a: 1\nb: 2\n", {{edit(3, 4, "10")}, {edit(8, 9, "20")}}), "a: 10\nb: 20\n");
  EXPECT_EQ(fixed("a: 1\n", {{edit(5, 5, "b: 2\n")}}), "a: 1\nb: 2\n");
  EXPECT_EQ(fixed("a: 1\nb: 2\n", {{edit(0, 5, "")}}), "b: 2\n");
}

TEST(FixedFiles, the_earlier_of_two_that_overlap_wins) {
  EXPECT_EQ(fixed("abcdef", {{edit(0, 3, "X")}, {edit(2, 4, "Y")}, {edit(4, 5, "Z")}}), "XdZf");
  EXPECT_EQ(fixed("abcdef", {{edit(2, 4, "Y")}, {edit(0, 6, "X")}}), "abYef");
  // Which of two insertions at one place comes first is anybody's guess.
  EXPECT_EQ(fixed("ab", {{edit(1, 1, "X")}, {edit(1, 1, "Y")}}), "aXb");
  EXPECT_EQ(fixed("ab", {{edit(0, 1, "X")}, {edit(1, 1, "Y")}}), "Xb");
}

TEST(FixedFiles, the_same_edit_of_two_findings_counts_once) {
  EXPECT_EQ(fixed("ab", {{edit(1, 1, "X")}, {edit(1, 1, "X"), edit(2, 2, "Y")}}), "aXbY");
}

TEST(FixedFiles, a_fix_is_taken_whole_or_not_at_all) {
  EXPECT_EQ(fixed("abcdef", {{edit(0, 1, "X")}, {edit(0, 1, "Y"), edit(4, 5, "Z")}}), "Xbcdef");
  EXPECT_EQ(fixed("abcdef", {{edit(0, 3, "X"), edit(2, 4, "Y")}, {edit(5, 6, "F")}}), "abcdeF");
  // Its own edits may touch.
  EXPECT_EQ(fixed("abcdef", {{edit(2, 4, "Y"), edit(0, 2, "X")}}), "XYef");
}

TEST(FixedFiles, unsafe_and_impossible_fixes_are_left_out) {
  Outcome outcome = outcome_of({{"a.yaml", "ab"}}, {{edit(0, 1, "X")}});
  outcome.findings[0].fixes[0].is_safe = false;
  EXPECT_TRUE(fixed_files(outcome).empty());
  EXPECT_EQ(fix_diff(outcome), "");
  EXPECT_EQ(fixed("ab", {{edit(1, 3, "X")}}), "ab");
  EXPECT_EQ(fixed("ab", {{edit(2, 1, "X")}}), "ab");
  EXPECT_EQ(fixed("ab", {{edit(0, 1, "X", "unread.yaml")}}), "ab");
  EXPECT_EQ(fixed("ab", {{edit(0, 1, "a")}}), "ab");
}

TEST(FixDiff, shows_three_lines_around) {
  const std::string before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
  EXPECT_EQ(fix_diff(outcome_of({{"a.yaml", before}}, {{edit(8, 9, "five")}})),
            "diff --git a/a.yaml b/a.yaml\n"
            "--- a/a.yaml\n"
            "+++ b/a.yaml\n"
            "@@ -2,7 +2,7 @@\n"
            " 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
}

TEST(FixDiff, says_where_a_line_break_is_missing) {
  EXPECT_EQ(fix_diff(outcome_of({{"a.yaml", "a\nb"}}, {{edit(3, 3, "\n")}})),
            "diff --git a/a.yaml b/a.yaml\n"
            "--- a/a.yaml\n"
            "+++ b/a.yaml\n"
            "@@ -1,2 +1,2 @@\n"
            " a\n-b\n\\ No newline at end of file\n+b\n");
}

TEST(FixDiff, neighbouring_lines_are_one_change) {
  EXPECT_EQ(fix_diff(outcome_of({{"a.yaml", "a\nb\n"}}, {{edit(0, 1, "x")}, {edit(2, 3, "y")}})),
            "diff --git a/a.yaml b/a.yaml\n"
            "--- a/a.yaml\n"
            "+++ b/a.yaml\n"
            "@@ -1,2 +1,2 @@\n"
            "-a\n-b\n+x\n+y\n");
}

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// git is the judge: what it makes of the diff is what fixed_files says.
class GitApply : public testing::Test {
 protected:
  void SetUp() override {
    if (std::system("git --version >/dev/null 2>&1") != 0) GTEST_SKIP() << "git is not installed";
    std::string name = (fs::temp_directory_path() / "meshlint-fix-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    directory_ = name;
  }
  void TearDown() override {
    if (!directory_.empty()) fs::remove_all(directory_);
  }

  void expect_same(const Outcome& outcome) {
    for (const auto& [path, bytes] : outcome.sources) {
      fs::create_directories((directory_ / path).parent_path());
      std::ofstream(directory_ / path, std::ios::binary) << bytes;
    }
    const std::string diff = fix_diff(outcome);
    const auto files = fixed_files(outcome);
    ASSERT_EQ(diff.empty(), files.empty());
    if (files.empty()) return;
    std::ofstream(directory_ / "fix.diff", std::ios::binary) << diff;
    // Line ends are bytes like others here, whatever the user's configuration says.
    const std::string command = "cd '" + directory_.string() +
                                "' && GIT_CEILING_DIRECTORIES=/ git -c core.autocrlf=false apply "
                                "--unsafe-paths --whitespace=nowarn fix.diff";
    ASSERT_EQ(std::system(command.c_str()), 0) << diff;
    for (const auto& [path, after] : files) EXPECT_EQ(read(directory_ / path), after) << diff;
  }

  fs::path directory_;
};

TEST_F(GitApply, takes_odd_paths) {
  for (const char* path : {"a b.yaml", "dir/\"quoted\".yaml", "注釈.yaml", "back\\slash.yaml"}) {
    expect_same(outcome_of({{path, "a\nb\n"}}, {{edit(0, 1, "x", path)}}));
  }
}

TEST_F(GitApply, takes_odd_ends) {
  for (const std::string before : {"a", "a\n", "a\nb", "a\r\nb\r\n", "\n", "\n\n\n", "a\n\n", ""}) {
    const auto size = static_cast<std::uint32_t>(before.size());
    expect_same(outcome_of({{"a.yaml", before}}, {{edit(size, size, "new\n")}}));
    expect_same(outcome_of({{"a.yaml", before}}, {{edit(size, size, "new")}}));
    expect_same(outcome_of({{"a.yaml", before}}, {{edit(0, 0, "new\n")}}));
    // Without a name for /dev/null git keeps an emptied file, as fixed_files does.
    if (!before.empty()) expect_same(outcome_of({{"a.yaml", before}}, {{edit(0, size, "")}}));
  }
}

TEST_F(GitApply, takes_whatever_edits_make) {
  std::mt19937 random(20240607);  // the same edits in every run
  const auto below = [&](std::size_t limit) {
    return static_cast<std::uint32_t>(random() % static_cast<std::uint32_t>(limit));
  };
  for (int round = 0; round < 150; ++round) {
    std::string before;
    for (std::uint32_t line = below(40); line > 0; --line) {
      before += std::string(below(4), static_cast<char>('a' + below(3))) + "\n";
    }
    if (below(3) == 0 && !before.empty()) before.pop_back();
    std::vector<std::vector<Edit>> fixes;
    for (std::uint32_t count = below(8) + 1; count > 0; --count) {
      const std::uint32_t begin = below(before.size() + 1);
      const std::uint32_t end = begin + below(before.size() - begin + 1) % 12;
      static constexpr const char* kTexts[] = {"", "x", "\n", "y\nz", "b\n", "\n\n"};
      fixes.push_back({edit(begin, end, kTexts[below(6)])});
    }
    SCOPED_TRACE(testing::Message() << "round " << round);
    expect_same(outcome_of({{"a.yaml", before}}, fixes));
    if (HasFatalFailure()) return;
  }
}

}  // namespace
}  // namespace meshlint::report
