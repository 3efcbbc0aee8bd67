#include "argocd/copied_tree.h"

#include <cstdint>
#include <string_view>
#include <vector>

#include "argocd/parameter_sets.h"
#include "yaml/build.h"

namespace meshlint::argocd {
namespace {

using yaml::Node;
using yaml::Record;

using Place = std::function<text::Span(text::Span)>;

Record copied(yaml::Arena& arena, Node node, const Place& place, std::size_t depth) {
  const text::Span at = place(node.span());
  if (node.is_map()) {
    if (depth >= kDeepestTree) return yaml::null_record(at);
    std::vector<yaml::Entry> entries;
    for (const auto [name, value] : node.entries()) {
      entries.push_back(
          {copied(arena, name, place, depth + 1), copied(arena, value, place, depth + 1)});
    }
    return yaml::map_record(arena, entries, at);
  }
  if (node.is_list()) {
    if (depth >= kDeepestTree) return yaml::null_record(at);
    std::vector<Record> items;
    for (const Node item : node) items.push_back(copied(arena, item, place, depth + 1));
    return yaml::list_record(arena, items, at);
  }
  Record record = *node.record();
  const std::string_view text = arena.copy(node.text());
  record.text = text.data();
  record.size = static_cast<std::uint32_t>(text.size());
  record.span = at;
  return record;
}

}  // namespace

Node copied_tree(yaml::Arena& arena, Node root, const Place& place) {
  return yaml::place(arena, copied(arena, root, place, 0));
}

}  // namespace meshlint::argocd
