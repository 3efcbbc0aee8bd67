// The types of schemas for expressions.
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

// A field's name in expressions: a__dash__b for `a-b`. Empty if there is no such form.
std::string escaped_name(std::string_view name);

// Who reads the values.
enum class Reader : std::uint8_t {
  // The API server: a string with the format of a duration is a duration, only the names of
  // metadata
  // are visible, and values without a schema are not.
  kServer,
  // A rule page: values are read as written, and those without a schema have the type dyn.
  kPage
};

// The types of one set of tables, which it views. Cheap to create. Const, and safe from any number
// of threads.
class SchemaTypes : public ObjectTypes, public NodeTypes {
 public:
  explicit SchemaTypes(const schema::Tables& tables, Reader reader = Reader::kServer)
      : tables_(tables), reader_(reader) {}

  // The type of a schema's values; nothing if expressions can't see them.
  std::optional<TypeId> type(TypeTable& types, schema::Type of) const;
  static NodeType node_type(schema::Type type) { return type.index() + 1; }

  // A copy of the node as the API server of that version stores it: with defaults, without null and
  // unknown fields. Views the node and lives in the arena. Parts that no rule uses stay as they
  // are: those without rules, unless they are `is_in_sight` of a rule above.
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
