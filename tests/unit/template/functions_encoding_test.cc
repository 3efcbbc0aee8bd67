#include "template/functions.h"

#include <gtest/gtest.h>

#include "unit/template/rendering.h"

namespace meshlint::templates {
namespace {

TEST(EncodingFunctions, to_json) {
  for (const auto& [expression, want] : {
           Case{".map | toJson", R"({"inner":{"zone":"z1"},"region":"eu-1"})"},  // keys are sorted
           Case{"toJson .list", R"(["b","a","b",""])"},
           Case{"toJson .port", "8080"},
           Case{"toJson .ratio", "0.25"},
           Case{"toJson .nothing", "null"},
           Case{R"(toJson "<a\n\"b\">")", R"("\u003ca\n\"b\"\u003e")"},
           Case{R"(toRawJson "<a>")", R"("<a>")"},
           Case{"mustToJson true", "true"},
       }) {
    EXPECT_EQ(value_of(encoding_functions(), expression), want) << expression;
  }
}

TEST(EncodingFunctions, from_json) {
  for (const auto& [expression, want] : {
           Case{R"((fromJson "{\"a\": [1, 2]}").a)", "[1 2]"},
           Case{R"(fromJson "1000000")", "1e+06"},  // a float
           Case{R"(fromJson "")", "<no value>"},
       }) {
    EXPECT_EQ(value_of(encoding_functions(), expression), want) << expression;
  }
}

TEST(EncodingFunctions, base64) {
  for (const auto& [expression, want] : {
           Case{R"(b64enc "")", ""},
           Case{R"(b64enc "a")", "YQ=="},
           Case{R"(b64enc "ab")", "YWI="},
           Case{R"(b64enc "abc")", "YWJj"},
           Case{R"(b64enc "größe?>")", "Z3LDtsOfZT8+"},
       }) {
    EXPECT_EQ(value_of(encoding_functions(), expression), want) << expression;
  }
}

TEST(EncodingFunctions, not_evaluated) {
  for (const auto& [expression, want] : {
           Case{R"(b64dec "YQ==")", "! `b64dec` is not evaluated"},
           Case{"toPrettyJson .map", "! `toPrettyJson` is not evaluated"},
       }) {
    EXPECT_EQ(value_of(encoding_functions(), expression), want) << expression;
  }
}

// The reader skips a document that looks like a template, so it has no tree.
TEST(EncodingFunctions, template_syntax_in_json_is_not_evaluated) {
  EXPECT_EQ(value_of(encoding_functions(), "fromJson `{\"a\": [{{2]}`"),
            "! `fromJson`: YAML with template syntax is not evaluated");
}

TEST(EncodingFunctions, json_with_a_mistake_fails) {
  EXPECT_TRUE(value_of(encoding_functions(), "fromJson `{\"a\": [`").starts_with("! `fromJson`: "));
}

}  // namespace
}  // namespace meshlint::templates
