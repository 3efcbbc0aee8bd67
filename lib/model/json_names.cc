#include "model/json_names.h"

#include <vector>

#include "schema/facts.h"
#include "yaml/build.h"

namespace meshlint::model {
namespace {

using schema::Type;
using yaml::Node;

// Recurses only as deep as the type: nothing is known of what is below it.
Node renamed_fields(yaml::Arena& arena, Type type, Node node) {
  if (!type || node.is_scalar()) return node;
  bool is_same = true;
  const auto renamed = [&](Type below, Node child) {
    const Node made = renamed_fields(arena, below, child);
    is_same = is_same && made == child;
    return *made.record();
  };
  if (node.is_list()) {
    std::vector<yaml::Record> items;
    for (const Node item : node) items.push_back(renamed(type.element(), item));
    return is_same ? node : yaml::place(arena, yaml::list_record(arena, items, node.span()));
  }
  std::vector<yaml::Entry> entries;
  for (const auto [key, value] : node.entries()) {
    const schema::Field field = type.field(key.text(), {});
    yaml::Record name = *key.record();
    if (field && field.name() != key.text()) {
      name = yaml::string_record(arena, field.name(), key.span());
      is_same = false;
    }
    entries.push_back({name, renamed(field ? field.type() : type.element(), value)});
  }
  return is_same ? node : yaml::place(arena, yaml::map_record(arena, entries, node.span()));
}

}  // namespace

Node with_json_names(yaml::Arena& arena, Node mesh_config) {
  return renamed_fields(arena, schema::find_type("install.istio.io", "MeshConfig"), mesh_config);
}

}  // namespace meshlint::model
