#include "render/emit.h"

#include <gtest/gtest.h>

#include "yaml/document.h"

namespace meshlint::render {
namespace {

std::string emitted(const std::string& text) {
  const text::Source source("in.yaml", text);
  const yaml::File file = yaml::parse(source, 0);
  return file.documents.empty() ? "" : emit(file.documents[0].root);
}

TEST(Emit, keys_are_sorted_and_lists_not_indented) {
  EXPECT_EQ(emitted("b: [1, {d: 1, c: [x]}]\na: {}\ne: []\nf: [[1, 2], []]\n"),
            "a: {}\nb:\n- 1\n- c:\n  - x\n  d: 1\ne: []\nf:\n- - 1\n  - 2\n- []\n");
}

TEST(Emit, what_is_printed_reads_back_as_the_same_tree) {
  for (const std::string text : {
           "a: \"1\"\nb: 1\nc: \"true\"\nd: yes\ne: \"\"\nf: null\ng: ~\n",
           "a: \" x \"\nb: 'a: b'\nc: 'x #y'\nd: \"- x\"\ne: \"*a\"\n",
           "a: |\n  one\n  two\nb: |-\n  one\n\n  two\nc: |+\n  x\n\n",
           "a: \"tab\\tand \\\" and \\\\ and \\u0001\"\n\"b: c\": 1\n\"2\": x\n",
           "- |\n  x\n  y\n- - - a\n",
           "a: \" \\n x\"\nb: \"x \\ny\"\n",
       }) {
    const text::Source first("in.yaml", text);
    const yaml::File before = yaml::parse(first, 0);
    ASSERT_EQ(before.documents.size(), 1u) << text;
    const text::Source second("out.yaml", emit(before.documents[0].root));
    const yaml::File after = yaml::parse(second, 1);
    ASSERT_EQ(after.documents.size(), 1u) << second.bytes();
    EXPECT_TRUE(yaml::deep_equal(before.documents[0].root, after.documents[0].root))
        << text << "->\n"
        << second.bytes();
  }
}

}  // namespace
}  // namespace meshlint::render
