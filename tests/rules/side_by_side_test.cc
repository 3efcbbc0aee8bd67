// Lints the examples of every rule page under all default rules, as a user would: a good example
// has no finding at all, and on the line of a finding of the page's rule no other rule reports
// anything. exemptions.tsv lists the exceptions with their reasons, each of which has to be needed.

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "check/registry.h"
#include "meshlint/meshlint.h"

namespace meshlint {
namespace {

// The rule of an example, and another rule that reports something in it.
using Pair = std::pair<std::string, std::string>;

std::vector<std::string> columns(const std::string& line) {
  std::vector<std::string> result(1);
  for (const char c : line) {
    if (c == '\t') {
      result.emplace_back();
    } else {
      result.back() += c;
    }
  }
  return result;
}

std::set<Pair> exemptions() {
  std::set<Pair> pairs;
  std::ifstream stream(MESHLINT_RULE_EXEMPTIONS);
  EXPECT_TRUE(stream) << MESHLINT_RULE_EXEMPTIONS;
  std::string line;
  std::getline(stream, line);
  EXPECT_EQ(line, "rule\tother rule\treason");
  while (std::getline(stream, line)) {
    const std::vector<std::string> fields = columns(line);
    EXPECT_TRUE(fields.size() == 3 && !fields.back().empty()) << "no reason in: " << line;
    if (fields.size() != 3) continue;
    EXPECT_TRUE(pairs.emplace(fields[0], fields[1]).second) << "duplicate entry: " << line;
  }
  return pairs;
}

// The findings of the default rules and of `rule`, which may be off by default.
std::vector<Finding> findings_in(const std::string& rule, const Example& example) {
  Result<Config> config = parse_config(example.config, "the example's configuration");
  EXPECT_TRUE(config) << config.error().message;
  if (!config) return {};
  config->jobs = 1;
  const std::span<const check::Rule> known = check::shipped_rules();
  const auto own =
      std::ranges::find(known, rule, [](const check::Rule& each) { return each.page.id; });
  if (!own->page.is_default) {
    for (const check::Rule& each : known) {
      if (each.page.is_default || &each == &*own) config->select.emplace_back(each.page.id);
    }
  }
  const Result<Linter> linter = Linter::create(*std::move(config));
  EXPECT_TRUE(linter) << linter.error().message;
  return linter ? linter->check(example.inputs).findings : std::vector<Finding>();
}

std::string line_of(const Finding& finding) {
  return finding.place.path + ':' + std::to_string(finding.place.line);
}

class SideBySide {
 public:
  void check_good(const std::string& rule, std::string_view text) {
    for (const Finding& finding : findings_in(rule, parse_example(text))) {
      if (finding.rule != rule) expect_exempt(rule, finding, "good");
    }
  }

  void check_bad(const std::string& rule, std::string_view text) {
    const std::vector<Finding> findings = findings_in(rule, parse_example(text));
    std::set<std::string> own;
    for (const Finding& finding : findings) {
      if (finding.rule == rule) own.insert(line_of(finding));
    }
    // Another rule may report the cause instead.
    if (own.empty())
      expect_exempt(rule, {.rule = "-", .message = "nothing of its own rule"}, "bad");
    for (const Finding& finding : findings) {
      if (finding.rule != rule && own.contains(line_of(finding))) {
        expect_exempt(rule, finding, "bad");
      }
    }
  }

  void expect_no_spare_exemption() const {
    for (const Pair& pair : exempt_) {
      EXPECT_TRUE(needed_.contains(pair)) << "not needed: " << pair.first << ", " << pair.second;
    }
  }

 private:
  void expect_exempt(const std::string& rule, const Finding& finding, std::string_view kind) {
    const Pair pair(rule, finding.rule);
    EXPECT_TRUE(exempt_.contains(pair))
        << "in a " << kind << " example of " << rule << ", " << finding.rule << " reports at "
        << line_of(finding) << ": " << finding.message;
    needed_.insert(pair);
  }

  std::set<Pair> exempt_ = exemptions();
  std::set<Pair> needed_;
};

TEST(SideBySide, examples_under_all_default_rules) {
  SideBySide rules;
  for (const RuleInfo& rule : all_rules()) {
    for (const std::string& text : rule.good) rules.check_good(rule.id, text);
    for (const std::string& text : rule.bad) rules.check_bad(rule.id, text);
  }
  rules.expect_no_spare_exemption();
}

// Else an error would be lost to a warning about the same place.
TEST(SideBySide, a_rule_is_as_severe_as_those_that_it_supersedes) {
  std::map<std::string_view, Severity> severities;
  for (const check::Rule& rule : check::shipped_rules()) {
    severities.emplace(rule.page.id, rule.page.severity);
  }
  for (const check::Rule& rule : check::shipped_rules()) {
    for (const std::string_view other : rule.page.supersedes) {
      EXPECT_GE(rule.page.severity, severities.at(other)) << rule.page.id << " and " << other;
    }
  }
}

}  // namespace
}  // namespace meshlint
