#include "schema/facts_output.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>

#include "text/source.h"
#include "yaml/document.h"

namespace meshlint::schema {
namespace {

std::string written(const Out& out) {
  std::string text;
  write_entries(out, 0, text);
  return text;
}

TEST(FactsOutput, strings_are_plain_where_they_stay_strings) {
  EXPECT_EQ(yaml_string("int32"), "int32");
  EXPECT_EQ(yaml_string("networking.istio.io/v1"), "networking.istio.io/v1");
  EXPECT_EQ(yaml_string("list<string>"), "list<string>");
  EXPECT_NE(yaml_string("1.22"), "1.22");
  EXPECT_NE(yaml_string("true"), "true");
  EXPECT_NE(yaml_string(""), "");
}

TEST(FactsOutput, every_string_reads_as_itself) {
  for (const std::string_view text :
       {"",     "a",  "~",    "null", "yes",  "1.22", "- a",      "a: b", "a # b",
        "it's", "\"", "a\nb", "\t",   "\x01", "*a",   "&a",       "!a",   "%a",
        "@a",   "`a", "{a}",  "[a]",  "=",    "<<",   "^[a-z]+$", "ü"}) {
    const text::Source source("a.yaml", "key: " + yaml_string(text) + "\n");
    const yaml::File file = yaml::parse(source, 0);
    ASSERT_EQ(file.documents.size(), 1U) << source.bytes();
    EXPECT_EQ(file.documents[0].root["key"].as_string(), text) << source.bytes();
  }
}

TEST(FactsOutput, whole_numbers_have_no_point) {
  EXPECT_EQ(yaml_number(0), "0");
  EXPECT_EQ(yaml_number(-3), "-3");
  EXPECT_EQ(yaml_number(65535), "65535");
  EXPECT_EQ(yaml_number(0.5), "0.5");
  EXPECT_EQ(yaml_number(9007199254740991), "9007199254740991");
}

TEST(FactsOutput, short_values_are_on_one_line) {
  Out field;
  field.add("type", Out(yaml_string("int32"))).add("since", Out(yaml_string("1.22")));
  Out fields;
  fields.add("port", field).add("hosts", list_of({Out("a"), Out("b")}));
  EXPECT_EQ(written(fields), "port: { type: int32, since: '1.22' }\nhosts: [a, b]\n");
}

TEST(FactsOutput, long_values_are_blocks) {
  Out field;
  for (int i = 0; i < 12; ++i) field.add("key-number-" + std::to_string(i), Out("value"));
  Out fields;
  fields.add("port", field);
  const std::string text = written(fields);
  EXPECT_TRUE(text.starts_with("port:\n  key-number-0: value\n  key-number-1: value\n")) << text;
}

TEST(FactsOutput, a_block_is_one_even_if_it_is_short) {
  Out body;
  body.is_block = true;
  body.add("type", Out("string"));
  Out types;
  types.add("Host", body);
  EXPECT_EQ(written(types), "Host:\n  type: string\n");
}

}  // namespace
}  // namespace meshlint::schema
