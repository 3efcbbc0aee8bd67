#include "yaml/string_writer.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "unit/yaml/parsed.h"

namespace meshlint::yaml {
namespace {

std::string written(std::string_view text, std::size_t indent = 2) {
  StringWriter writer;
  writer.string(text, indent);
  return writer.take();
}

TEST(StringWriter, picks_the_style_of_kustomize) {
  for (const auto& [text, want] : {
           std::pair("istio", "istio"),
           std::pair("two words", "two words"),
           std::pair("true", "\"true\""),
           std::pair("1.20", "\"1.20\""),
           std::pair("a: b", "'a: b'"),
           std::pair("it's: b", "'it''s: b'"),
           std::pair("a\tb", "\"a\\tb\""),
           std::pair("a\nb\n", "|\n  a\n  b\n"),
           std::pair("a\nb", "|-\n  a\n  b"),
           std::pair("a\n\n", "|+\n  a\n\n"),
           std::pair(" a\nb\n", "|2\n   a\n  b\n"),
           std::pair("a \nb", "\"a \\nb\""),
       }) {
    EXPECT_EQ(written(text), want) << "text: " << text;
  }
}

TEST(StringWriter, says_whether_the_last_line_is_open) {
  StringWriter writer;
  EXPECT_TRUE(writer.string("a", 2));
  EXPECT_TRUE(writer.string("a\nb", 2));
  EXPECT_FALSE(writer.string("a\nb\n", 2));
}

TEST(StringWriter, keys_that_are_long_need_a_question_mark) {
  StringWriter writer;
  EXPECT_TRUE(writer.key("on", 0));
  EXPECT_TRUE(writer.key("a b", 0));
  EXPECT_EQ(writer.take(), "\"on\":a b:");
  StringWriter long_key;
  EXPECT_FALSE(long_key.key(std::string(129, 'a'), 0));
  EXPECT_EQ(long_key.take(), "? " + std::string(129, 'a') + "\n:");
}

TEST(StringWriter, folds_at_the_first_space_after_column_80) {
  const std::string head = std::string(78, 'a') + " ";
  EXPECT_EQ(written(head + "b c"), head + "b c");
  EXPECT_EQ(written(head + "bb c"), head + "bb\n  c");
}

TEST(StringWriter, each_line_belongs_to_the_node_shown) {
  const Parsed parsed("a: 1");
  std::vector<Node> lines;
  StringWriter writer(&lines);
  writer.show(parsed.root());
  writer.string("a\nb\n", 0);
  EXPECT_EQ(lines, (std::vector<Node>{parsed.root(), parsed.root(), parsed.root()}));
}

}  // namespace
}  // namespace meshlint::yaml
