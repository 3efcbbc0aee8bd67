#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "meshlint/report.h"
#include "unit/report/outcomes.h"

namespace meshlint::report {
namespace {

constexpr TextStyle kQuiet{.is_quiet = true};

// The report of one finding about `words`, without its first line.
std::string shown(const std::string& source, std::string_view words) {
  Outcome outcome;
  outcome.findings.push_back(finding_at("a.yaml", source, words));
  outcome.sources.emplace("a.yaml", source);
  const std::string text = text_report(outcome, kQuiet);
  return text.substr(text.find('\n') + 1);
}

TEST(TextReport, shows_everything_that_a_finding_has) {
  EXPECT_EQ(text_report(full_outcome(), {}),
            R"(warning: weights of the 2 destinations add up to 90, not 100  [route/weights-sum]
  --> shop/reviews.yaml:4:7  VirtualService shop/reviews  spec.http[0].route
   4 |     - route:
     |       ^~~~~
  ::: shop/reviews.yaml:6:19  last weight
   6 |         - weight: 15
     |                   ^~
   = in: overlays/aws, overlays/azure
   = note: requests are split 75/15 of 90
   = fix: set the last weight to 25  (applied by --fix)

1 warning (1 fixable with --fix), 1 suppressed
read 3 files, 1 document, 8 resources, 2 environments
not checked:
    1  remote base, not fetched: https://example.com/base (shop/kustomization.yaml:3)
    4  resources without a schema, fields not checked: Foo.example.com (3), Bar.example.com
    7  references not checked: their targets may be outside this repository (see `external:`)
)");
}

TEST(TextReport, a_clean_run_is_silent_if_quiet) {
  EXPECT_EQ(text_report({}, kQuiet), "");
  Outcome outcome;
  outcome.files = 1;
  EXPECT_EQ(text_report(outcome, {}),
            "no findings\nread 1 file, 0 documents, 0 resources, 0 environments\n");
}

TEST(TextReport, the_caret_stands_below_wide_characters_and_tabs) {
  EXPECT_EQ(shown("# 注釈 x\n", "x"),
            "  --> a.yaml:1:6\n"
            "   1 | # 注釈 x\n"
            "     |        ^\n\n");
  EXPECT_EQ(shown("a: 注釈 # x\n", "注釈"),
            "  --> a.yaml:1:4\n"
            "   1 | a: 注釈 # x\n"
            "     |    ^~~~\n\n");
  EXPECT_EQ(shown("\ta: b\n", "a"),
            "  --> a.yaml:1:2\n"
            "   1 |     a: b\n"
            "     |     ^\n\n");
  EXPECT_EQ(shown("e\xCC\x81x: b\n", "x"),  // e and a combining accent share a column
            "  --> a.yaml:1:3\n"
            "   1 | e\xCC\x81x: b\n"
            "     |  ^\n\n");
  EXPECT_EQ(shown("\xEF\xBB\xBFkey: b\n", "key"),
            "  --> a.yaml:1:1\n"
            "   1 | key: b\n"
            "     | ^~~\n\n");
}

TEST(TextReport, a_place_of_many_lines_is_marked_in_its_first) {
  EXPECT_EQ(shown("a:\r\n  - b\r\n", "a:\r\n  - b"),
            "  --> a.yaml:1:1\n"
            "   1 | a:\n"
            "     | ^~\n\n");
}

TEST(TextReport, an_empty_place_has_a_caret) {
  EXPECT_EQ(shown("a:\nb: c\n", ""),
            "  --> a.yaml:1:1\n"
            "   1 | a:\n"
            "     | ^\n\n");
  Outcome outcome;
  outcome.findings.push_back(finding_at("a.yaml", "a:", "a"));
  outcome.findings[0].place.begin = outcome.findings[0].place.end = 2;
  outcome.sources.emplace("a.yaml", "a:");
  EXPECT_NE(text_report(outcome, kQuiet).find("   1 | a:\n     |   ^\n"), std::string::npos);
}

TEST(TextReport, an_endless_line_is_cut_around_the_place) {
  const std::string text =
      shown(std::string(1'000'000, 'x') + "HERE" + std::string(1'000'000, 'y'), "HERE");
  EXPECT_LT(text.size(), 1000U);
  EXPECT_NE(text.find("xHEREy"), std::string::npos);
  const std::size_t line = text.find("| ") + 2;
  const std::size_t caret_line = text.find("| ", line) + 2;
  // The ellipsis before the text is one column and three bytes.
  EXPECT_EQ(text.find("HERE", line) - line, text.find("^~~~", caret_line) - caret_line + 2);
}

TEST(TextReport, cutting_does_not_split_characters) {
  std::string wide;
  for (int i = 0; i < 1000; ++i) wide += "注";
  const std::string text = shown(wide + "HERE" + wide, "HERE");
  EXPECT_EQ(text.find("\xEF\xBF\xBD"), std::string::npos);
}

TEST(TextReport, control_characters_do_not_reach_the_terminal) {
  Outcome outcome;
  const std::string source = "a: \x1b[31mred \xff\n";
  outcome.findings.push_back(finding_at("a\n.yaml", source, "red"));
  outcome.findings[0].message = "value \x1b[2J\"\xE2\x80\xAE\"";  // clear screen, right to left
  outcome.sources.emplace("a\n.yaml", source);
  EXPECT_EQ(text_report(outcome, kQuiet),
            "warning: value \\x1b[2J\"\\u202e\"  [route/weights-sum]\n"
            "  --> a\\n.yaml:1:9\n"
            "   1 | a: \xEF\xBF\xBD[31mred \xEF\xBF\xBD\n"
            "     |         ^~~\n\n");
}

TEST(TextReport, colour_changes_nothing_but_colour) {
  std::string colored = text_report(full_outcome(), {.is_colored = true});
  EXPECT_NE(colored.find("\x1b[1;33mwarning\x1b[0m"), std::string::npos);
  for (std::size_t at = colored.find('\x1b'); at != colored.npos; at = colored.find('\x1b')) {
    colored.erase(at, colored.find('m', at) + 1 - at);
  }
  EXPECT_EQ(colored, text_report(full_outcome(), {}));
}

TEST(TextReport, statistics_count_rules) {
  Outcome outcome = full_outcome();
  outcome.findings.push_back(outcome.findings[0]);
  outcome.findings.insert(outcome.findings.begin(), outcome.findings[0]);
  outcome.findings[0].rule = "gateway/tls-missing";
  outcome.findings[0].severity = Severity::kError;
  EXPECT_EQ(text_report(outcome, {.is_quiet = true, .shows_statistics = true}),
            "     2  warning  route/weights-sum\n"
            "     1  error    gateway/tls-missing\n\n");
}

TEST(TextReport, a_file_without_bytes_has_no_source_line) {
  Outcome outcome;
  outcome.findings.push_back(finding_at("a.yaml", "a: b", "b"));
  EXPECT_EQ(text_report(outcome, kQuiet),
            "warning: weights of the 2 destinations add up to 90, not 100  [route/weights-sum]\n"
            "  --> a.yaml:1:4\n\n");
}

TEST(TextReport, a_place_past_the_end_is_harmless) {
  Outcome outcome;
  outcome.findings.push_back(finding_at("a.yaml", "a: b", "b"));
  outcome.findings[0].place.begin = 4'000'000'000U;
  outcome.findings[0].place.end = 5;
  for (const char* source : {"", "\n", "\r", "\xEF\xBB\xBF", "a: b", "\x80\x80\x80"}) {
    outcome.sources["a.yaml"] = source;
    EXPECT_NE(text_report(outcome, kQuiet).find('^'), std::string::npos);
  }
}

TEST(TextReport, many_unchecked_places_become_few_lines) {
  Outcome outcome;
  for (std::uint32_t i = 0; i < 1000; ++i) {
    outcome.unchecked.push_back(
        {.place = {.path = "a.yaml", .begin = i, .line = i + 1},
         .what = "chart " + std::to_string(i),
         .reason = i < 900 ? "not fetched" : "reason " + std::to_string(i)});
  }
  const std::string text = text_report(outcome, {});
  EXPECT_NE(text.find("  900  not fetched: chart 0 (a.yaml:1), chart 1 (a.yaml:2), "
                      "chart 2 (a.yaml:3) and 897 more\n"),
            std::string::npos)
      << text;
  EXPECT_LT(std::ranges::count(text, '\n'), 30);
}

TEST(TextReport, one_of_a_kind_is_singular) {
  Outcome outcome;
  outcome.kinds_without_schema = {{"Foo.example.com", 1}};
  outcome.references_not_checked = {{"reference/host-not-found", 1}};
  const std::string text = text_report(outcome, {});
  EXPECT_NE(
      text.find("    1  resource without a schema, fields not checked: Foo.example.com\n"
                "    1  reference not checked: its target may be outside this repository (see "
                "`external:`)\n"),
      std::string::npos)
      << text;
}

}  // namespace
}  // namespace meshlint::report
