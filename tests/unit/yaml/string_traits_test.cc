#include "yaml/string_traits.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace meshlint::yaml {
namespace {

// The styles that a string allows for: p(lain), s(ingle quoted), l(iteral), and m(ultiline).
std::string styles(std::string_view text) {
  const StringTraits traits = StringTraits::of(text);
  std::string result;
  if (traits.can_be_plain) result += 'p';
  if (traits.can_be_single_quoted) result += 's';
  if (traits.can_be_literal) result += 'l';
  if (traits.is_multiline) result += 'm';
  return result;
}

TEST(StringTraits, styles_that_the_content_allows) {
  for (const auto& [text, want] : {
           std::pair("two words", "psl"), std::pair("", "ps"), std::pair("a: b", "sl"),
           std::pair("a:b", "psl"),                           // a colon needs a space after it
           std::pair("a #b", "sl"), std::pair("a#b", "psl"),  // a comment needs a space before it
           std::pair("- a", "sl"), std::pair("-a", "psl"), std::pair("---", "sl"),
           std::pair(" a", "sl"), std::pair("a ", "s"), std::pair("a\nb", "slm"),
           std::pair("a\n b", "lm"),                        // single quotes would lose the space
           std::pair("a \nb", "m"), std::pair("a\tb", ""),  // a tab needs an escape
       }) {
    EXPECT_EQ(styles(text), want) << "text: " << text;
  }
}

TEST(StringTraits, simple_words) {
  for (const std::string_view word : {"a", "istio-system", "v1.2", "apps/v1", "A_b"}) {
    EXPECT_TRUE(is_simple_word(word)) << word;
  }
  for (const std::string_view text : {"", "1a", "-a", "a b", "a:b", "\xC3\xA9t\xC3\xA9"}) {
    EXPECT_FALSE(is_simple_word(text)) << text;
  }
}

TEST(StringTraits, kustomize_folds_a_folded_scalar_twice) {
  EXPECT_EQ(refolded("a\nb\n"), "a\nb\n");
  EXPECT_EQ(refolded("a\n\nb\n"), "a\n\nb\n");
  EXPECT_EQ(refolded("a\n  b\n"), "a\n\n  b\n");  // the doubled break before an indented line
  EXPECT_EQ(refolded("a\n\n"), "a\n\n\n");        // and that of a `>+`
  EXPECT_EQ(refolded("a \n  b\n"), "a \n  b\n");  // written in quotes, where nothing is lost
}

TEST(StringTraits, next_line_characters_fold) {
  EXPECT_EQ(with_folded_next_lines("a\xC2\x85"
                                   "b"),
            "a b");
  EXPECT_EQ(with_folded_next_lines("a \xC2\x85 b"), "a b");
  EXPECT_EQ(with_folded_next_lines("a\xC2\x85\xC2\x85"
                                   "b"),
            "a\nb");
  EXPECT_EQ(with_folded_next_lines("ab"), "ab");
}

}  // namespace
}  // namespace meshlint::yaml
