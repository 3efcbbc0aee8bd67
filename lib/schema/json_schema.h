// Plain JSON Schema: a chart's values.schema.json.
//
//   const Result<JsonSchema> schema = JsonSchema::create(file.documents[0].root);
//   if (const auto mistake = schema->check(values)) tell(mistake->at, mistake->message);
#ifndef MESHLINT_SCHEMA_JSON_SCHEMA_H_
#define MESHLINT_SCHEMA_JSON_SCHEMA_H_

#include <memory>
#include <optional>
#include <string>

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
  // The first mistake that the validator comes upon, which is where it stops.
  std::optional<Mistake> check(yaml::Node value) const;

 private:
  struct Kept;
  explicit JsonSchema(std::unique_ptr<const Kept> kept);
  std::unique_ptr<const Kept> kept_;
};

}  // namespace meshlint::schema

#endif  // MESHLINT_SCHEMA_JSON_SCHEMA_H_
