#include "check/supersede.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace meshlint::check {
namespace {

constexpr auto kLessPrecise = std::to_array<std::string_view>({"team/any"});
constexpr auto kFormerly = std::to_array<std::string_view>({"team/any"});

class SupersedeTest : public testing::Test {
 protected:
  // Adds a finding of a rule for these bytes of a file.
  void find(std::string_view rule, std::uint32_t begin, std::uint32_t end) {
    Located& located = findings_.emplace_back();
    located.finding.rule = *Registry(rules_).find(rule);
    located.finding.problem.at = {0, begin, end};
  }
  std::vector<std::string> left() {
    drop_superseded(Registry(rules_), findings_);
    std::vector<std::string> ids;
    for (const Located& located : findings_) {
      ids.emplace_back(Registry(rules_)[located.finding.rule].page.id);
    }
    return ids;
  }

  std::vector<Rule> rules_ = {{.page = {.id = "team/any"}},
                              {.page = {.id = "team/port", .supersedes = kLessPrecise}}};
  std::vector<Located> findings_;
};

using Ids = std::vector<std::string>;

TEST_F(SupersedeTest, the_more_specific_rule_wins) {
  find("team/any", 10, 20);
  find("team/port", 10, 14);  // both start there, however much they mark
  EXPECT_EQ(left(), Ids{"team/port"});
}

TEST_F(SupersedeTest, other_places_stay) {
  find("team/any", 10, 20);
  find("team/port", 30, 40);
  EXPECT_EQ(left(), (Ids{"team/any", "team/port"}));
}

TEST_F(SupersedeTest, a_former_name_is_superseded_too) {
  rules_[0].page.id = "team/all";
  rules_[0].page.formerly = kFormerly;
  find("team/all", 10, 20);
  find("team/port", 10, 20);
  EXPECT_EQ(left(), Ids{"team/port"});
}

}  // namespace
}  // namespace meshlint::check
