// Schemas as types of expressions.
#ifndef MESHLINT_CEL_SCHEMA_TYPES_H_
#define MESHLINT_CEL_SCHEMA_TYPES_H_

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cel/environment.h"
#include "cel/value.h"
#include "schema/facts.h"
#include "text/source.h"
#include "yaml/arena.h"
#include "yaml/document.h"

namespace meshlint::cel {

// How expressions write a field's name: `a-b` is a__dash__b. Empty if they cannot.
std::string escaped_name(std::string_view name);

// Who reads the values.
enum class Reader : std::uint8_t {
  // The API server: the text of a duration is a duration, metadata shows only its names, and what
  // has no schema is not there.
  kServer,
  // A page of rules: everything as it is written; what has no schema may be anything.
  kPage
};

// Of one set of tables, which it views. Costs nothing to make. Const, and safe from any number of
// threads.
class SchemaTypes : public ObjectTypes, public NodeTypes {
 public:
  explicit SchemaTypes(const schema::Tables& tables, Reader reader = Reader::kServer)
      : tables_(tables), reader_(reader) {}

  // The type of the values of a schema; nothing if expressions cannot see them.
  std::optional<TypeId> type(TypeTable& types, schema::Type of) const;
  static NodeType node_type(schema::Type type) { return type.index() + 1; }

  // A copy of the node as the API server of that version stores it: with defaults, without what is
  // null or unknown. Views the node and lives in the arena. What no rule looks at is left as it is:
  // parts without rules of their own, unless they are `is_in_sight` of one further up.
  yaml::Record stored(yaml::Arena& arena, schema::Type type, yaml::Node node,
                      schema::TargetVersions& versions, bool is_in_sight = false) const;

  // ObjectTypes
  std::optional<Field> field(TypeTable& types, std::uint32_t object,
                             std::string_view name) const override;
  std::vector<std::string> field_names(std::uint32_t object) const override;

  // NodeTypes
  NodeType field(NodeType map, std::string_view key) const override;
  NodeType item(NodeType list) const override;
  Reading reading(NodeType scalar) const override;
  ListKind list_kind(NodeType list) const override;
  std::span<const std::string_view> list_keys(NodeType list) const override;

 private:
  struct Default {
    explicit Default(std::string_view json)
        : source("default.json", std::string(json)), file(yaml::parse(source, 0)) {}

    text::Source source;
    yaml::File file;
  };

  schema::Type at(NodeType type) const { return {tables_, tables_.types[type - 1]}; }
  std::optional<TypeId> element(TypeTable& types, schema::Type of) const;
  bool is_visible(schema::Type type, std::string_view field) const;
  // A default of the tables, read once.
  yaml::Node default_of(std::string_view text) const;

  const schema::Tables& tables_;
  Reader reader_;
  mutable std::mutex mutex_;
  // By the type of the list.
  mutable std::map<NodeType, std::vector<std::string_view>> keys_;
  // By their text in the tables.
  mutable std::map<const char*, std::unique_ptr<const Default>> defaults_;
};

}  // namespace meshlint::cel

#endif  // MESHLINT_CEL_SCHEMA_TYPES_H_
