#include "check/selection.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace meshlint::check {
namespace {

// Rules beside the shipped ones, which may change; views nothing but constants.
constexpr auto kHostOptions = std::to_array<PageOption>({
    {"limit", "3", "how many"},
    {"strict", "false", "whether all count"},
});
constexpr auto kHostFormerly = std::to_array<std::string_view>({"team/hosts"});

std::vector<Rule> team_rules() {
  return {
      {.page = {.id = "team/host",
                .severity = Severity::kWarning,
                .formerly = kHostFormerly,
                .options = kHostOptions}},
      {.page = {.id = "team/port", .severity = Severity::kInfo, .is_default = false}},
  };
}

class SelectionTest : public testing::Test {
 protected:
  Selection select(const Config& config) const {
    Result<Selection> selection = Selection::create(config, Registry(rules_));
    EXPECT_TRUE(selection) << selection.error().message;
    return *std::move(selection);
  }
  std::string error_of(const Config& config) const {
    const Result<Selection> selection = Selection::create(config, Registry(rules_));
    return selection ? "" : selection.error().message;
  }
  std::size_t index(std::string_view id) const { return *Registry(rules_).find(id); }

  const std::vector<Rule> rules_ = team_rules();
};

TEST_F(SelectionTest, pages_decide_without_a_configuration) {
  const Config config;
  const Selection selection = select(config);
  EXPECT_TRUE(selection.is_on(index("team/host")));
  EXPECT_FALSE(selection.is_on(index("team/port")));
  EXPECT_EQ(selection.severity(index("team/host")), Severity::kWarning);
  EXPECT_EQ(selection.severity(index("team/port")), Severity::kInfo);
  EXPECT_TRUE(selection.former_names().empty());
}

TEST_F(SelectionTest, select_replaces_the_default) {
  const Config by_id{.select = {"team/port"}};
  EXPECT_TRUE(select(by_id).is_on(index("team/port")));
  EXPECT_FALSE(select(by_id).is_on(index("team/host")));
  EXPECT_FALSE(select(by_id).is_on(index("yaml/syntax")));
  const Config by_family{.select = {"team"}};
  EXPECT_TRUE(select(by_family).is_on(index("team/port")));
  const Config all{.select = {"all"}};
  EXPECT_TRUE(select(all).is_on(index("team/port")));
  EXPECT_TRUE(select(all).is_on(index("yaml/syntax")));
}

TEST_F(SelectionTest, ignore_wins_over_select) {
  const Config config{.select = {"team"}, .ignore = {"team/host"}};
  EXPECT_FALSE(select(config).is_on(index("team/host")));
  EXPECT_TRUE(select(config).is_on(index("team/port")));
}

TEST_F(SelectionTest, the_nearest_severity_counts) {
  Config config{.severity = {{"all", Severity::kInfo}, {"team", Severity::kError}}};
  EXPECT_EQ(select(config).severity(index("yaml/syntax")), Severity::kInfo);
  EXPECT_EQ(select(config).severity(index("team/port")), Severity::kError);
  config.severity.emplace("team/port", Severity::kWarning);
  EXPECT_EQ(select(config).severity(index("team/port")), Severity::kWarning);
}

TEST_F(SelectionTest, former_names_are_names) {
  const Config config{.ignore = {"team/hosts"}, .options = {{"team/hosts", {{"limit", "5"}}}}};
  const Selection selection = select(config);
  EXPECT_FALSE(selection.is_on(index("team/host")));
  ASSERT_EQ(selection.former_names().size(), 1U);
  EXPECT_EQ(selection.former_names().front(), "team/hosts");
  const schema::Targets targets;
  EXPECT_EQ(selection.settings(index("team/host"), targets).options.front().second, "5");
}

TEST_F(SelectionTest, options_have_defaults) {
  const Config config{.options = {{"team/host", {{"strict", "true"}}}}};
  const Selection selection = select(config);
  const schema::Targets targets;
  const auto options = selection.settings(index("team/host"), targets).options;
  ASSERT_EQ(options.size(), 2U);
  EXPECT_EQ(options[0].second, "3");
  EXPECT_EQ(options[1].second, "true");
}

TEST_F(SelectionTest, unknown_names_are_errors) {
  EXPECT_EQ(error_of({.select = {"team/hots"}}),
            "unknown rule or family `team/hots`; did you mean `team/host`?");
  EXPECT_EQ(error_of({.ignore = {"teams"}}),
            "unknown rule or family `teams`; did you mean `team`?");
  EXPECT_EQ(error_of({.severity = {{"zzz", Severity::kInfo}}}), "unknown rule or family `zzz`");
  EXPECT_EQ(error_of({.options = {{"team", {{"limit", "1"}}}}}), "`options`: unknown rule `team`");
  EXPECT_EQ(error_of({.options = {{"team/host", {{"most", "1"}}}}}),
            "unknown option `most` of rule team/host");
}

TEST_F(SelectionTest, options_are_of_the_kind_of_their_default) {
  EXPECT_EQ(error_of({.options = {{"team/host", {{"limit", "many"}}}}}),
            "option `limit` of rule team/host is `many`; write an integer");
  EXPECT_EQ(error_of({.options = {{"team/host", {{"strict", "2"}}}}}),
            "option `strict` of rule team/host is `2`; write true or false");
}

TEST(Selection, what_a_name_covers) {
  EXPECT_TRUE(covers("all", "team/host"));
  EXPECT_TRUE(covers("team", "team/host"));
  EXPECT_TRUE(covers("team/host", "team/host"));
  EXPECT_FALSE(covers("tea", "team/host"));
  EXPECT_FALSE(covers("team/hos", "team/host"));
  EXPECT_FALSE(covers("team/host", "team/host-name"));
}

}  // namespace
}  // namespace meshlint::check
