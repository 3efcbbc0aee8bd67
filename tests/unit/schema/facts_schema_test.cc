// What an editor learns of facts files, held against all of them.

#include <gtest/gtest.h>
#include <rapidjson/document.h>
#include <rapidjson/schema.h>
#include <rapidjson/stringbuffer.h>

#include <filesystem>
#include <iterator>
#include <string>

#include "conformance/objects.h"
#include "text/source.h"
#include "yaml/document.h"

namespace meshlint::schema {
namespace {

namespace fs = std::filesystem;

TEST(FactsSchema, every_facts_file_keeps_it) {
  rapidjson::Document schema_text;
  schema_text.Parse(
      conformance::read_file(fs::path(MESHLINT_SCHEMAS_DIR) / "facts.schema.json").c_str());
  ASSERT_FALSE(schema_text.HasParseError());
  const rapidjson::SchemaDocument schema(schema_text);
  std::size_t count = 0;
  for (const auto& entry : fs::directory_iterator(MESHLINT_SCHEMAS_DIR)) {
    if (entry.path().extension() != ".yaml") continue;
    const text::Source source(entry.path().string(), conformance::read_file(entry.path()));
    const yaml::File file = yaml::parse(source, 0);
    ASSERT_EQ(file.documents.size(), 1U) << entry.path();
    rapidjson::Document document;
    document.Parse(
        conformance::json_of(conformance::value_of(file.documents.front().root)).c_str());
    rapidjson::SchemaValidator validator(schema);
    rapidjson::StringBuffer at;
    const bool is_valid = document.Accept(validator);
    validator.GetInvalidDocumentPointer().StringifyUriFragment(at);
    EXPECT_TRUE(is_valid) << entry.path() << ' ' << at.GetString();
    ++count;
  }
  EXPECT_GT(count, 0U);
}

}  // namespace
}  // namespace meshlint::schema
