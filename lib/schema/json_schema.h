// Plain JSON Schema: a chart's values.schema.json.
//
//   const Result<JsonSchema> schema = JsonSchema::create(file.documents[0].root);
//   for (const auto& mistake : schema->check(values)) report(mistake.at, mistake.message);
#ifndef MESHLINT_SCHEMA_JSON_SCHEMA_H_
#define MESHLINT_SCHEMA_JSON_SCHEMA_H_

#include <memory>
#include <string>
#include <vector>

#include "meshlint/result.h"
#include "yaml/node.h"

namespace meshlint::schema {

// Movable. RapidJSON implements draft 4; keywords of later drafts and references to other documents
// are ignored, since nothing is fetched.
class JsonSchema {
 public:
  // Fails if the schema refers to itself for the same value, through allOf, anyOf, oneOf, not or
  // $ref.
  static Result<JsonSchema> create(yaml::Node schema);

  JsonSchema(JsonSchema&&) noexcept;
  JsonSchema& operator=(JsonSchema&&) noexcept;
  ~JsonSchema();

  struct Mistake {
    yaml::Node at;
    std::string message;  // "the schema requires type \"integer\", not \"two\""
  };
  // All mistakes, parents first. Stops after a large number.
  std::vector<Mistake> check(yaml::Node value) const;

 private:
  struct Kept;
  explicit JsonSchema(std::unique_ptr<const Kept> kept);
  std::unique_ptr<const Kept> kept_;
};

}  // namespace meshlint::schema

#endif  // MESHLINT_SCHEMA_JSON_SCHEMA_H_
