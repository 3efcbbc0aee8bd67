// Reads the types of one document's schemas into a draft.
//
//   SchemaTypes types(reading, read);
//   types.start(document, SchemaTypes::Dialect::kStructural);
//   draft::TypeId id = types.type_of(schema);
//   types.finish();  // reads the definitions that are referred to
//
// Its parts are in schema_types.cc and schema_conditions.cc (oneOf and its like).
#ifndef MESHLINT_SCHEMA_SCHEMA_TYPES_H_
#define MESHLINT_SCHEMA_SCHEMA_TYPES_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schema/draft.h"
#include "schema/schema_reading.h"
#include "text/problem.h"
#include "yaml/node.h"

namespace meshlint::schema {

// For any number of documents, one after the other.
class SchemaTypes {
 public:
  // Decides what a schema without `additionalProperties` means: pruning makes unknown fields wrong
  // in a CRD, JSON Schema accepts them.
  enum class Dialect : std::uint8_t { kStructural, kOpenApi, kJsonSchema };

  // Both are kept.
  SchemaTypes(const SchemaReading& reading, SchemaRead& out) : reading_(reading), out_(out) {}

  // References are resolved in the document.
  void start(yaml::Node document, Dialect dialect);
  // For a CRD without pruning.
  void keep_unknown_fields(bool keeps_unknown) { keeps_unknown_ = keeps_unknown; }

  // The type of a kind's documents.
  draft::TypeId add_root(std::string name, yaml::Node schema);
  draft::TypeId type_of(yaml::Node schema) { return type_of(schema, 0, false); }
  void finish();

  void report(text::ProblemKind kind, yaml::Node at, std::string message);

 private:
  bool has_room(yaml::Node at, std::size_t depth);
  draft::TypeId object_meta();
  draft::TypeId scalar(TypeKind kind, std::string_view format = {});

  // `is_branch`: a part of a condition, which allows everything that it doesn't name.
  draft::TypeId type_of(yaml::Node schema, std::size_t depth, bool is_branch);
  draft::TypeId definition_of(yaml::Node reference);
  void fill(draft::Type& type, yaml::Node schema, std::size_t depth, bool is_branch);
  TypeKind kind_of(draft::Type& type, yaml::Node schema, std::size_t depth, bool is_branch);
  TypeKind kind_of_list(draft::Type& type, const std::vector<yaml::Node>& names);
  void read_fields(draft::Type& type, yaml::Node schema, std::size_t depth, bool is_branch);
  void read_facets(draft::Type& type, yaml::Node schema);
  void read_limit(draft::Type& type, yaml::Node schema, std::string_view key, FacetKind inclusive,
                  FacetKind exclusive);
  void read_enum(draft::Type& type, yaml::Node values);
  void read_rules(draft::Type& type, yaml::Node rules);
  bool is_pattern(yaml::Node pattern);

  // schema_conditions.cc
  // `owner` is the schema of the whole value; `schema` may be a part of it.
  void read_conditions(draft::Type& type, yaml::Node schema, yaml::Node owner, std::size_t depth,
                       bool is_branch);
  void add_condition(draft::Type& type, FacetKind kind, yaml::Node branches, std::size_t depth);
  void add_group(draft::Type& type, FacetKind kind, std::vector<std::string> names, bool is_branch);

  const SchemaReading& reading_;
  SchemaRead& out_;
  Dialect dialect_ = Dialect::kStructural;
  bool keeps_unknown_ = false;
  bool is_full_ = false;
  draft::TypeId object_meta_ = draft::kNoType;
  yaml::Node document_;
  std::map<std::string, draft::TypeId, std::less<>> definitions_;
  std::deque<std::pair<draft::TypeId, yaml::Node>> unread_;
  std::map<std::string, bool, std::less<>> patterns_;
};

}  // namespace meshlint::schema

#endif  // MESHLINT_SCHEMA_SCHEMA_TYPES_H_
