#include "yaml/emit.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yaml/document.h"

namespace meshlint::yaml {
namespace {

std::string emitted(const std::string& text) {
  const text::Source source("in.yaml", text);
  const File file = parse(source, 0);
  return file.documents.empty() ? "" : emit(file.documents[0].root);
}

TEST(Emit, keys_are_sorted_and_lists_not_indented) {
  EXPECT_EQ(emitted("b: [1, {d: 1, c: [x]}]\na: {}\ne: []\nf: [[1, 2], [], {}]\n"),
            "a: {}\nb:\n- 1\n- c:\n  - x\n  d: 1\ne: []\nf:\n- - 1\n  - 2\n- []\n- {}\n");
}

// Letters come after all else, and numbers count as such.
TEST(Emit, keys_are_sorted_as_people_would) {
  EXPECT_EQ(emitted("{a10: 1, a9: 1, a: 1, aB: 1, ab: 1, a-b: 1, a_b: 1, a.b: 1, a01: 1, a1: 1,"
                    " B: 1, _: 1, a/b: 1, 漢: 1, é: 1, a-10: 1, a-9: 1}"),
            "_: 1\nB: 1\na: 1\na-9: 1\na-10: 1\na-b: 1\na.b: 1\na/b: 1\na_b: 1\na1: 1\na01: 1\n"
            "a9: 1\na10: 1\naB: 1\nab: 1\né: 1\n漢: 1\n");
}

TEST(Emit, plain_scalars_are_read_as_kustomize_reads_resources) {
  struct Case {
    std::string_view plain;
    std::string_view want;
  };
  for (const auto& [plain, want] : {
           Case{"true", "true"},
           Case{"False", "false"},
           Case{"yes", "\"yes\""},  // a string, which YAML 1.1 would misread
           Case{"N", "\"N\""},
           Case{"~", "null"},
           Case{"", "null"},
           Case{"nUll", "nUll"},
           Case{"0777", "511"},
           Case{"08", "8"},
           Case{"0o17", "15"},
           Case{"0o-17", "-15"},
           Case{"0x1F", "31"},
           Case{"-0b101", "-5"},
           Case{"0b-1", "-1"},
           Case{"+12", "12"},
           Case{"-0", "0"},
           Case{"1_000", "1000"},
           Case{"_1", "_1"},
           Case{"0b12", "0b12"},
           Case{"18446744073709551615", "18446744073709551615"},
           Case{"18446744073709551616", "1.8446744073709552e+19"},
           Case{"-9223372036854775809", "-9.223372036854776e+18"},
           Case{"0xFFFFFFFFFFFFFFFFF", "0xFFFFFFFFFFFFFFFFF"},
           Case{"1.0", "1"},
           Case{"1.50", "1.5"},
           Case{".5", "0.5"},
           Case{".5_0", "0.5"},
           Case{"1e3", "1000"},
           Case{"1e19", "10000000000000000000"},
           Case{"1e20", "1e+20"},
           Case{"123456.5", "123456.5"},
           Case{"1234567.5", "1.2345675e+06"},
           Case{"0.0001", "0.0001"},
           Case{"0.00001", "1e-05"},
           Case{"1e-400", "0"},
           Case{"1e400", "1e400"},  // no double holds it
           Case{"1.2.3", "1.2.3"},
           Case{"2020-01-01", "\"2020-01-01T00:00:00Z\""},
           Case{"2020-1-1", "\"2020-01-01T00:00:00Z\""},
           Case{"2020-02-30", "2020-02-30"},
           Case{"2020-01-01 10:00:00.50", "\"2020-01-01T10:00:00.5Z\""},
           Case{"2020-01-01T10:00:00-05:30", "\"2020-01-01T10:00:00-05:30\""},
           Case{"2020-01-01T10:00:00+00:00", "\"2020-01-01T10:00:00Z\""},
           Case{"2020-01-01T10:00:00", "2020-01-01T10:00:00"},  // no zone, no time
           Case{"12:30", "\"12:30\""},
           Case{"8080:80", "8080:80"},  // 80 is no base 60 digit
           Case{"!!str 1", "\"1\""},
           Case{"!!int \"1\"", "1"},
       }) {
    EXPECT_EQ(emitted("a: " + std::string(plain) + "\n"), "a: " + std::string(want) + "\n")
        << plain;
  }
}

// A text in double quotes, and how it is printed as the value of `a`.
TEST(Emit, strings_are_quoted_only_where_they_must) {
  struct Case {
    std::string_view quoted;
    std::string_view want;
  };
  for (const auto& [quoted, want] : {
           Case{"word", "word"},
           Case{"two words", "two words"},
           Case{"", "\"\""},
           Case{"1", "\"1\""},
           Case{"1.5", "\"1.5\""},
           Case{"true", "\"true\""},
           Case{"y", "\"y\""},
           Case{"~", "\"~\""},
           Case{"2020-01-01", "\"2020-01-01\""},
           Case{".inf", "\".inf\""},
           Case{"<<", "<<"},
           Case{"=", "="},
           Case{"a: b", "'a: b'"},
           Case{"a:b", "a:b"},
           Case{"a:", "'a:'"},
           Case{"a #b", "'a #b'"},
           Case{"a#b", "a#b"},
           Case{"- a", "'- a'"},
           Case{"-a", "-a"},
           Case{"-", "'-'"},
           Case{"?a", "?a"},
           Case{"---", "'---'"},
           Case{"--- a", "'--- a'"},
           Case{"....", "'....'"},
           Case{"*a", "'*a'"},
           Case{"{{ x }}", "'{{ x }}'"},
           Case{"[a]", "'[a]'"},
           Case{"%a", "'%a'"},
           Case{"@a", "'@a'"},
           Case{" a", "' a'"},
           Case{"a ", "'a '"},
           Case{"it's", "it's"},
           Case{"it's: so", "'it''s: so'"},
           Case{"'", "''''"},
           Case{"\\\"", "'\"'"},
           Case{"a\\tb", "\"a\\tb\""},
           Case{"\\x01\\e", "\"\\x01\\e\""},
           Case{"é 漢", "é 漢"},
           Case{"\\U0001F600", "\"\\U0001F600\""},
           Case{"\\u2028", "'\u2028'"},
           Case{"a\\u0085 b", "a b"},
           Case{"\\uFEFFa b", "\"\\uFEFF\\x61\\x20\\x62\""},
           Case{"a\\uFEFF", "\"a\\uFEFF\""},
       }) {
    EXPECT_EQ(emitted("a: \"" + std::string(quoted) + "\"\n"), "a: " + std::string(want) + "\n")
        << quoted;
  }
}

TEST(Emit, several_lines_are_a_literal_if_they_can) {
  EXPECT_EQ(emitted(R"({a: "x\ny", b: "x\n", c: "x\n\n", d: " x\ny", e: "\nx", f: "\n"})"),
            "a: |-\n  x\n  y\nb: |\n  x\nc: |+\n  x\n\nd: |2-\n   x\n  y\ne: |2-\n\n  x\n"
            "f: |2+\n\n");
  EXPECT_EQ(emitted("{a: [\"x\\n  y\\n\"]}"), "a:\n- |\n  x\n    y\n");
  // A blank at the end of a line, a tab or an emoji would be lost.
  EXPECT_EQ(emitted(R"({a: "x \ny", b: "x\ny ", c: "x\ty\n", d: "x\n\U0001F600"})"),
            "a: \"x \\ny\"\nb: \"x\\ny \"\nc: \"x\\ty\\n\"\nd: \"x\\n\\U0001F600\"\n");
}

// The printer of the real tool writes folded scalars once more on the way, and not quite right.
TEST(Emit, folded_scalars_gain_the_breaks_that_kustomize_gives_them) {
  EXPECT_EQ(emitted("a: >\n  x\n  y\n\n  z\n"), "a: |\n  x y\n  z\n");
  EXPECT_EQ(emitted("a: >\n  x\n    indented\n  y\n"), "a: |\n  x\n\n    indented\n  y\n");
  EXPECT_EQ(emitted("a: >2\n   indented\n  x\n    y\n"), "a: |2\n   indented\n  x\n    y\n");
  EXPECT_EQ(emitted("a: >+\n  x\n\n\nb: 1\n"), "a: |+\n  x\n\n\n\nb: 1\n");
  EXPECT_EQ(emitted("a: >-\n  x\n    y \n  z\n"), "a: \"x\\n  y \\nz\"\n");
}

TEST(Emit, long_lines_are_folded_at_a_single_blank_behind_column_80) {
  const std::string sixty(60, 'w');
  EXPECT_EQ(emitted("a:\n- b: " + sixty + " 12345678901234 x y\n"),
            "a:\n- b: " + sixty + " 12345678901234 x\n    y\n");
  EXPECT_EQ(emitted("a: " + sixty + " 12345678901234567  x y\n"),
            "a: " + sixty + " 12345678901234567  x\n  y\n");
  EXPECT_EQ(emitted("a: '" + sixty + ": 123456789012345 x y z'\n"),
            "a: '" + sixty + ": 123456789012345\n  x y z'\n");
  EXPECT_EQ(emitted("a: \"" + sixty + "\\t 1234567890123456  x y\"\n"),
            "a: \"" + sixty + "\\t 1234567890123456\n  \\ x y\"\n");
  // Columns are characters.
  std::string accents;
  for (int i = 0; i < 60; ++i) accents += "é";
  EXPECT_EQ(emitted("a: " + accents + " 12345678 123456789 x\n"),
            "a: " + accents + " 12345678 123456789\n  x\n");
}

TEST(Emit, keys_that_are_long_or_have_lines_stand_behind_a_question_mark) {
  const std::string longest(128, 'k');
  EXPECT_EQ(emitted(longest + ": {b: 1}\n"), longest + ":\n  b: 1\n");
  EXPECT_EQ(emitted("a:\n  ? " + longest + "k\n  : {b: 1, c: [x]}\n"),
            "a:\n  ? " + longest + "k\n  : b: 1\n    c:\n    - x\n");
  EXPECT_EQ(emitted("? " + longest + "k\n: [1, 2]\n"), "? " + longest + "k\n: - 1\n  - 2\n");
  EXPECT_EQ(emitted("\"a\\nb\": 1\n"), "? |-\n  a\n  b\n: 1\n");
  EXPECT_EQ(emitted("\"y\": 1\n\"a b\": 1\n\"\": 1\n\"a: b\": 1\n"),
            "\"\": 1\na b: 1\n'a: b': 1\n\"y\": 1\n");
}

TEST(Emit, what_is_printed_reads_back_as_the_same_tree) {
  for (const std::string text : {
           "a: \"1\"\nb: 1\nc: \"true\"\ne: \"\"\nf: null\n",
           "a: \" x \"\nb: 'a: b'\nc: 'x #y'\nd: \"- x\"\ne: \"*a\"\n",
           "a: |\n  one\n  two\nb: |-\n  one\n\n  two\nc: |+\n  x\n\n",
           "a: \"tab\\tand \\\" and \\\\ and \\u0001\"\n\"b: c\": 1\n\"2\": x\n",
           "- |\n  x\n  y\n- - - a\n",
           "a: \" \\n x\"\nb: \"x \\ny\"\n",
       }) {
    const text::Source first("in.yaml", text);
    const File before = parse(first, 0);
    ASSERT_EQ(before.documents.size(), 1u) << text;
    const text::Source second("out.yaml", emit(before.documents[0].root));
    const File after = parse(second, 1);
    ASSERT_EQ(after.documents.size(), 1u) << second.bytes();
    EXPECT_TRUE(deep_equal(before.documents[0].root, after.documents[0].root)) << text << "->\n"
                                                                               << second.bytes();
  }
}

// Doubled blanks never fold, so the line only grows.
TEST(Emit, a_line_that_cannot_be_folded_takes_no_square_of_time) {
  std::string text = "a: x";
  for (int i = 0; i < 100'000; ++i) text += "  x";
  EXPECT_EQ(emitted(text).size(), text.size() + 1);
}

}  // namespace
}  // namespace meshlint::yaml
