// Plain JSON Schema: a chart's values.schema.json.
//
//   const Result<JsonSchema> schema = JsonSchema::create(file.documents[0].root);
//   for (const auto& mistake : schema->check(values)) tell(mistake.at, mistake.message);
#ifndef MESHLINT_SCHEMA_JSON_SCHEMA_H_
#define MESHLINT_SCHEMA_JSON_SCHEMA_H_

#include <memory>
#include <string>
#include <vector>

#include "meshlint/result.h"
#include "yaml/node.h"

namespace meshlint::schema {

// Movable. RapidJSON judges by draft 4; what later drafts add is passed over, and so are references
// to other documents, for nothing is fetched.
class JsonSchema {
 public:
  // Fails if the schema judges a value by itself over and over: through allOf, anyOf, oneOf, not or
  // $ref alone.
  static Result<JsonSchema> create(yaml::Node schema);

  JsonSchema(JsonSchema&&) noexcept;
  JsonSchema& operator=(JsonSchema&&) noexcept;
  ~JsonSchema();

  struct Mistake {
    yaml::Node at;
    std::string message;  // "the schema wants type \"integer\", not \"two\""
  };
  // All mistakes, of parents before those of what is in them; none if the value keeps the schema.
  // Of a great many the first ones.
  std::vector<Mistake> check(yaml::Node value) const;

 private:
  struct Kept;
  explicit JsonSchema(std::unique_ptr<const Kept> kept);
  std::unique_ptr<const Kept> kept_;
};

}  // namespace meshlint::schema

#endif  // MESHLINT_SCHEMA_JSON_SCHEMA_H_
