#include "schema/json_schema.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "text/source.h"
#include "yaml/document.h"

namespace meshlint::schema {
namespace {

// What the schema says of a value; empty if nothing.
std::string said(std::string_view schema, std::string_view value) {
  const text::Source schema_source("values.schema.json", std::string(schema));
  const yaml::File schema_file = yaml::parse(schema_source, 0);
  const Result<JsonSchema> read = JsonSchema::create(schema_file.documents.at(0).root);
  if (!read) return read.error().message;
  const text::Source source("values.yaml", std::string(value));
  const yaml::File file = yaml::parse(source, 0);
  std::string text;
  for (const JsonSchema::Mistake& mistake : read->check(file.documents.at(0).root)) {
    if (!text.empty()) text += '\n';
    text += yaml::path_of(file.documents.at(0).root, mistake.at) + ": " + mistake.message;
  }
  return text;
}

TEST(JsonSchema, says_what_is_wanted) {
  EXPECT_EQ(said(R"({"properties": {"a": {"type": "integer"}}})", "a: 1"), "");
  EXPECT_EQ(said(R"({"properties": {"a": {"type": "integer"}}})", "a: x"),
            "a: the schema requires type \"integer\", not \"x\"");
  EXPECT_EQ(said(R"({"properties": {"a": {"minimum": 2}}})", "a: 1"),
            "a: the schema requires minimum 2, not 1");
  EXPECT_EQ(said(R"({"required": ["a", "b"]})", "a: 1"), ": the schema requires a field `b`");
  EXPECT_EQ(said(R"({"properties": {"a": {}}, "additionalProperties": false})", "b: 1"),
            "b: the schema doesn't allow this field");
  EXPECT_EQ(said(R"({"properties": {"l": {"items": {"enum": ["x", "y"]}}}})", "l: [x, z]"),
            "l[1]: the schema requires enum [\"x\",\"y\"], not \"z\"");
  EXPECT_EQ(
      said(
          R"({"definitions": {"p": {"maximum": 9}}, "properties": {"a": {"$ref": "#/definitions/p"}}})",
          "a: 10"),
      "a: the schema requires maximum 9, not 10");
}

TEST(JsonSchema, says_all_mistakes) {
  const std::string_view schema = R"({
    "required": ["a", "b", "mode"],
    "properties": {
      "a": {}, "b": {}, "mode": {"default": "fast"},
      "image": {"$ref": "#/definitions/image"},
      "ports": {"items": {"type": "integer", "maximum": 65535}, "uniqueItems": true}
    },
    "additionalProperties": false,
    "definitions": {
      "image": {
        "allOf": [{"required": ["tag"]}, {"properties": {"tag": {"type": "string"}}}],
        "properties": {
          "policy": {"anyOf": [{"$ref": "#/definitions/never"}, {"enum": ["Always"]}]}
        }
      },
      "never": {"enum": ["Never"]}
    }
  })";
  EXPECT_EQ(said(schema, "{a: 1, b: 2, mode: x, image: {tag: x, policy: Never}, ports: [1, 2]}"),
            "");
  EXPECT_EQ(said(schema, "{x: 1, y: 2, image: {tag: 1.4, policy: Once}, ports: [80, 70000, http]}"),
            "x: the schema doesn't allow this field\n"
            "y: the schema doesn't allow this field\n"
            ": the schema requires a field `a`\n"
            ": the schema requires a field `b`\n"
            ": the schema requires a field `mode`\n"
            "image.tag: the schema requires type \"string\", not 1.4\n"
            "image.policy: the schema requires anyOf "
            "[{\"$ref\":\"#/definitions/never\"},{\"enum\":[\"Always\"]}], not \"Once\"\n"
            "ports[1]: the schema requires maximum 65535, not 70000\n"
            "ports[2]: the schema requires type \"integer\", not \"http\"");
}

TEST(JsonSchema, what_it_cannot_follow_is_passed_over) {
  EXPECT_EQ(said(R"({"properties": {"a": {"$ref": "https://example.com/a.json"}}})", "a: 1"), "");
  EXPECT_EQ(said(R"({"if": {"required": ["a"]}, "then": {"required": ["b"]}})", "a: 1"), "");
}

TEST(JsonSchema, one_that_judges_by_itself_is_refused) {
  for (const std::string_view schema :
       {R"({"allOf": [{"$ref": "#"}]})", R"({"$ref": "#"})",
        R"({"properties": {"a": {"not": {"$ref": "#/properties/a"}}}})"}) {
    EXPECT_EQ(said(schema, "a: 1"), "the schema refers to itself in a loop") << schema;
  }
  // A step down into the value ends.
  EXPECT_EQ(said(R"({"properties": {"a": {"$ref": "#"}}, "required": ["b"]})", "{b: 1, a: {b: 2}}"),
            "");
}

}  // namespace
}  // namespace meshlint::schema
