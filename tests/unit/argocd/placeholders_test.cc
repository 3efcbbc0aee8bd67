#include "argocd/placeholders.h"

#include <gtest/gtest.h>

#include <string>

#include "text/source.h"
#include "yaml/document.h"

namespace meshlint::argocd {
namespace {

struct Case {
  std::string_view text;
  std::string_view want;
};

class Placeholders : public testing::Test {
 protected:
  templates::RenderedText replace(std::string_view text) {
    return replace_placeholders(text, parameters_, arena_, budget_);
  }

  text::Source source_{"p.yaml", "name: shop\npath.basename: cart\n"};
  yaml::File file_ = yaml::parse(source_, 0);
  yaml::Node parameters_ = file_.documents.front().root;
  yaml::Arena arena_;
  templates::TemplateBudget budget_;
};

TEST_F(Placeholders, replacement) {
  for (const auto& [text, want] : {
           Case{"plain", "plain"},
           Case{"{{name}}-{{ path.basename }}", "shop-cart"},  // one key, not two levels
           Case{"{{zone}} {{ .name }}", "{{zone}} {{ .name }}"},
           Case{"{{}} {{name", "{{}} {{name"},
       }) {
    EXPECT_EQ(replace(text).text, want) << text;
  }
}

TEST_F(Placeholders, unknown_keys_are_unset) {
  const templates::RenderedText result = replace("a{{zone}}{{name}}{{}}");
  ASSERT_EQ(result.unset.size(), 1U);
  EXPECT_EQ(result.unset[0].key, "zone");
  EXPECT_EQ(result.unset[0].begin, 1U);
  EXPECT_EQ(result.unset[0].end, 9U);
}

TEST_F(Placeholders, a_lone_placeholder_has_its_value) {
  EXPECT_EQ(replace("{{name}}").sole, parameters_["name"]);
  EXPECT_FALSE(replace("x{{name}}").sole);
}

TEST_F(Placeholders, the_budget_is_a_limit) {
  budget_.bytes = 10;
  EXPECT_FALSE(replace("{{name}}").problem);
  const templates::RenderedText result = replace("{{name}}{{name}}");
  ASSERT_TRUE(result.problem);
  EXPECT_EQ(result.problem->kind, templates::TemplateProblem::Kind::kTooLarge);
}

}  // namespace
}  // namespace meshlint::argocd
