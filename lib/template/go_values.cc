#include "template/go_values.h"

#include <cstdint>
#include <vector>

#include "cel/text_forms.h"
#include "template/budget.h"
#include "yaml/build.h"

namespace meshlint::templates {
namespace {

using yaml::Entry;
using yaml::Node;
using yaml::Record;

Record go_record(yaml::Arena& arena, Node node, std::size_t depth) {
  Record record = *node.record();
  if (depth > kDeepestNesting) return record;
  switch (node.kind()) {
    case yaml::Kind::kMap: {
      std::vector<Entry> entries;
      entries.reserve(node.size());
      for (const auto [key, value] : node.entries()) {
        entries.push_back({*key.record(), go_record(arena, value, depth + 1)});
      }
      return yaml::map_record(arena, entries, record.span);
    }
    case yaml::Kind::kList: {
      std::vector<Record> items;
      items.reserve(node.size());
      for (const Node item : node) items.push_back(go_record(arena, item, depth + 1));
      return yaml::list_record(arena, items, record.span);
    }
    case yaml::Kind::kScalar:
    case yaml::Kind::kMissing:
      break;
  }
  const auto set_text = [&](std::string_view text) {
    const std::string_view copy = arena.copy(text);
    record.text = copy.data();
    record.size = static_cast<std::uint32_t>(copy.size());
  };
  if (const auto boolean = node.as_bool()) set_text(*boolean ? "true" : "false");
  if (const auto number = node.as_double()) {
    set_text(cel::double_text(*number));
    record.type = yaml::ScalarType::kFloat;
  }
  return record;
}

}  // namespace

Node go_values(yaml::Arena& arena, Node root) {
  return root ? yaml::place(arena, go_record(arena, root, 0)) : root;
}

}  // namespace meshlint::templates
