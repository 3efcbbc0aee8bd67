// Snippets at the edges of what the block reader knows.
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>

#include "unit/yaml/both_readers.h"

namespace meshlint::yaml {
namespace {

BothReadings read(std::string_view text) { return read_both(text, {0, text.size()}); }

TEST(BlockReader, reads_what_manifests_are_made_of) {
  constexpr auto kTexts = std::to_array<std::string_view>({
      "",
      "\n\n",
      "# nothing\n",
      "---\n",
      "--- # nothing\n# still nothing\n",
      "a: b",
      "a: b\n",
      "---\na: b\n",
      "--- \n# c\n\na: b # c\n",
      "  a: b\n  c: d\n",
      "a:\n  b: c\n",
      "a:\n    b: c\n    d: e\nf: g\n",
      "a:\n  b:\n    c:\n      d: e\nf: g\n",
      "a:\nb:\n",
      "a:   \nb:   # c\nc:\n",
      "a:\n~: b\nc:\nnull : d\n",
      "a:\n~ b: c\nd:\nnull - e: f\n",
      "a:\n-\n~: b\n",
      "a:\n\n\n  b: c\n",
      "a:\n# c\n  # c\n      # c\n  b: c\n",
      "a:\n  b: c\n # odd\nd: e\n",
      "a: b\n   # c\n\nc: d\n",
      "- a\n- b\n",
      "-\n- a\n-\n",
      "- # c\n  a: b\n-   # c\n- c\n",
      "-\n  - a\n",
      "- - a\n  - b\n- - - c\n",
      "- -\n  - a\n",
      "- a: b\n  c: d\n- e: f\n",
      "-   a: b\n    c: d\n",
      "- a:\n  b:\n",
      "- a:\n    b: c\n  d:\n  - e\n  - f: g\n    h: i\n",
      "a:\n- b\n- c\nd: e\n",
      "a:\n  - b\n  - c\nd: e\n",
      "a:\n-\n-\nb:\n",
      "a:\n- b:\n  - c\n  - d\n",
      "a: http://example.com:80/x?y=z#w\n",
      "a: b:c\nd: e\n",
      "a:b: c\n",
      "a: b#c\n",
      "a: b #c\n",
      "a: b  c   \n",
      "a : b\n",
      "\"a\" : b\n'c': d\n",
      "\"a b\": c\n\"d: e\": f\n'g #h': i\n",
      "a: 'b'\nc: \"d\"\n",
      "a: 'it''s' # c\n",
      "a: ''\nb: \"\"\n",
      "a: \"x \\\"y\\\" \\\\ \\n \\t\"\n",
      "a: '{{ b }}'\n",
      "a: -1\nb: -x\nc: --flag\nd: .5\ne: ./f\n",
      "a: 1.20\nb: 0x1F\nc: 1e3\nd: 010\ne: 2024-01-31\n",
      "a: null\nb: ~\nc: Null\nd: NULL\ne: nulls\n",
      "null: a\n~: b\n",
      "a: yes\nb: on\nc: true\nd: False\n",
      "a: *.example.com\n",
      "a: $(b)\nc: ${d}\ne: (f)\ng: ~h\ni: ^j$\nk: =l\nm: +n\n",
      "a: [b, c]\nd: []\ne: {}\n",
      "a: {b: c, d: [e, f], g: {h: i}}\n",
      "a: [ b , c ]\nd: { e: f }\n",
      "a: [\"b, c\", 'd: e']\n",
      "a: {\"b\": c, 'd': \"e\"} # c\n",
      "- [a, b]\n- {c: d}\n",
      "a: [http://b:80, c:d]\n",
      "a: [-1, b-c]\n",
      "a: |\n  b\n",
      "a: |\n  b",
      "a: |-\n  b\n  c\n\nd: e\n",
      "a: |\n  b\n\n\n  c\n\n\n",
      "a: |\n  b\n    c\n   d\n",
      "a: |  # c\n  b # text\n",
      "a: |\n  b\n# c\nd: e\n",
      "a: |\n  b: c\n  - d\n  \"e\n",
      "a: |\n  b\n \n  \nc: d\n",
      "a: |\n  b\tc\n  \td\n",
      "- |\n  a\n- |-\n  b\n",
      "- a: |\n    b\n  c: d\n",
      "a:\n- |\n b\n",
      "a: >-\n  b\n  c\n",
      "a: >\n  b\n  c\n\nd: e\n",
      "a: >-\n  b",
      "\xC3\xA4: \xE2\x82\xAC\nb: \xF0\x9F\x98\x80 # \xC3\xB6\n",
      "a: b\na: c\n",
      "a: b\nc:\n  d: e\n  d: f\n",
      "apiVersion: v1\nkind: List\nitems:\n- kind: A\n  spec:\n    x: [1, 2]\n- kind: B\n",
  });
  for (const std::string_view text : kTexts) {
    const BothReadings both = read(text);
    EXPECT_EQ(both.difference, "") << text;
    const bool is_star = text.find("*.") != text.npos;  // an alias to every reader
    EXPECT_EQ(both.is_taken, !is_star) << text;
  }
}

TEST(BlockReader, leaves_the_rest_to_the_complete_reader) {
  constexpr auto kTexts = std::to_array<std::string_view>({
      "a\n",
      "'a'\n",
      "[a, b]\n",
      "a: b: c\n",
      "a: - b\n",
      "a: \"b\": c\n",
      "a: b\n c: d\n",
      "a: b\n  c\n",
      "a: 'b'\n  c: d\n",
      "a: {b: c}\n  d: e\n",
      "a:\n  b: c\n d: e\n",
      "a:\n  - b\n - c\n",
      "- a\nb: c\n",
      "a: b\n- c\n",
      "- a: b\n c: d\n",
      "a: 'b\n  c'\n",
      "a: \"b\n",
      "a: \"b\\x41\"\n",
      "a: \"b\"c\n",
      "\"a\":b\n",
      "a: &b c\n",
      "a: *b\n",
      "a: !t b\n",
      "<<: {a: b}\n",
      "? a\n: b\n",
      "a: ? b\n",
      "a: %b\n",
      "a: @b\n",
      "a: `b`\n",
      "a:\tb\n",
      "a: b\tc\n",
      "\ta: b\n",
      "a:\n\tb: c\n",
      "a: b\r\n",
      "\xEF\xBB\xBF"
      "a: b\n",
      "a: b\x04\n",
      "%YAML 1.2\n---\na: b\n",
      "--- a: b\n",
      "---a: b\n",
      "a: b\n...\nc: d\n",
      "... \n",
      "a: [b,\n  c]\n",
      "a: [b\n",
      "a: [b]]\n",
      "a: [b c: d]\n",
      "a: [b: c]\n",
      "a: [b?c]\n",
      "a: [b, ]\n",
      "a: [, b]\n",
      "a: {b}\n",
      "a: {b: }\n",
      "a: {b: c d: e}\n",
      "a: {\"b\":c}\n",
      "a: {{ b }}\n",
      "{{ a }}\n",
      "a: |2\n   b\n",
      "a: |+\n  b\n\n",
      "a: |\n\n  b\n",
      "a: |\n\tb\n",
      "a: |\nb: c\n",
      "a: |\n  b\n   \nc: d\n",
      "a: |\n  b\n \n    \nc: d\n",
      "a: :\n",
      "a: |\n    b\n  c\n",
      "a: |x\n  b\n",
      "a: >\n  b\n\n  c\n",
      "a: >\n  b\n    c\n",
      "a: >\n  b \n  c\n",
      "|\n a\n",
  });
  for (const std::string_view text : kTexts) {
    const BothReadings both = read(text);
    EXPECT_FALSE(both.is_taken) << text;
    EXPECT_EQ(both.difference, "") << text;
  }
  const std::string long_key = std::string(1100, 'k') + ": v\n";
  EXPECT_FALSE(read(long_key).is_taken);
}

TEST(BlockReader, keeps_the_bounds) {
  std::string deep;
  for (int i = 0; i < 150; ++i) deep += "- ";
  EXPECT_FALSE(read(deep + "a\n").is_taken);
  EXPECT_EQ(read(deep + "a\n").difference, "");
  EXPECT_FALSE(read("a: " + std::string(150, '[') + std::string(150, ']') + '\n').is_taken);
  Limits few;
  few.nodes = 4;
  const std::string_view text = "a: b\nc: d\ne: f\n";
  EXPECT_FALSE(read_both(text, {0, text.size()}, few).is_taken);
}

TEST(BlockReader, reads_one_chunk_of_many) {
  const std::string_view text = "a: b\n---\nc:\n  d: |\n    e\n---\nf:\n";
  const std::vector<Chunk> chunks = chunks_of(text, 0);
  ASSERT_EQ(chunks.size(), 3U);
  for (const Chunk chunk : chunks) {
    const BothReadings both = read_both(text, chunk);
    EXPECT_TRUE(both.is_taken);
    EXPECT_EQ(both.difference, "");
  }
}

}  // namespace
}  // namespace meshlint::yaml
