#include "schema/field_groups.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "text/source.h"
#include "yaml/document.h"

namespace meshlint::schema {
namespace {

using Names = std::vector<std::string>;

class Schema {
 public:
  explicit Schema(std::string text) : source_("schema.yaml", std::move(text)) {
    file_ = yaml::parse(source_, 0);
  }
  yaml::Node operator[](std::string_view key) const { return file_.documents.front().root[key]; }
  yaml::Node root() const { return file_.documents.front().root; }

 private:
  text::Source source_;
  yaml::File file_;
};

TEST(FieldGroups, required_fields_of_branches) {
  const Schema schema(
      "properties: { a: { type: string }, b: { type: integer } }\n"
      "plain: [{ required: [a] }, { required: [b] }]\n"
      "repeated: [{ required: [a], properties: { a: { type: string } } }]\n"
      "other: [{ required: [a], properties: { a: { type: integer } } }]\n"
      "two: [{ required: [a, b] }]\n"
      "same: [{ required: [a] }, { required: [a] }]\n");
  EXPECT_EQ(required_fields(schema["plain"], schema.root()), (Names{"a", "b"}));
  EXPECT_EQ(required_fields(schema["plain"], schema.root(), 0), Names{"b"});
  EXPECT_EQ(required_fields(schema["repeated"], schema.root()), Names{"a"});
  EXPECT_EQ(required_fields(schema["other"], schema.root()), std::nullopt);  // says more
  EXPECT_EQ(required_fields(schema["two"], schema.root()), std::nullopt);
  EXPECT_EQ(required_fields(schema["same"], schema.root()), std::nullopt);
}

TEST(FieldGroups, exclusive_fields) {
  const Schema schema(
      "good: [{ not: { anyOf: [{ required: [a] }, { required: [b] }] } }, { required: [a] }, "
      "{ required: [b] }]\n"
      "partial: [{ not: { anyOf: [{ required: [a] }] } }, { required: [a] }, { required: [b] }]\n"
      "plain: [{ required: [a] }, { required: [b] }]\n");
  EXPECT_EQ(exclusive_fields(schema["good"], schema.root()), (Names{"a", "b"}));
  EXPECT_EQ(exclusive_fields(schema["partial"], schema.root()), std::nullopt);
  EXPECT_EQ(exclusive_fields(schema["plain"], schema.root()), std::nullopt);
}

TEST(FieldGroups, forms_of_schemas) {
  const Schema schema(
      "condition: { oneOf: [], not: {} }\n"
      "type: { type: string, not: {} }\n"
      "int-or-string: [{ type: integer }, { type: string }]\n"
      "string-or-int: [{ type: string }, { type: integer }]\n");
  EXPECT_TRUE(is_condition(schema["condition"]));
  EXPECT_FALSE(is_condition(schema["type"]));
  EXPECT_TRUE(has_only_keys(schema["type"], {"type", "not"}));
  EXPECT_TRUE(is_int_or_string(schema["int-or-string"]));
  EXPECT_FALSE(is_int_or_string(schema["string-or-int"]));
}

}  // namespace
}  // namespace meshlint::schema
