#include "template/decode.h"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "template/budget.h"
#include "template/go_values.h"
#include "text/source.h"
#include "yaml/build.h"
#include "yaml/document.h"

namespace meshlint::templates {
namespace {

using yaml::Entry;
using yaml::Node;
using yaml::Record;

// The tree without its spans, which belong to no file.
Record copied(yaml::Arena& arena, Node node, std::size_t depth) {
  Record record = *node.record();
  record.span = {};
  if (node.is_map() && depth < kDeepestNesting) {
    std::vector<Entry> entries;
    for (const auto [key, value] : node.entries()) {
      entries.push_back({copied(arena, key, depth + 1), copied(arena, value, depth + 1)});
    }
    return yaml::map_record(arena, entries, {});
  }
  if (node.is_list() && depth < kDeepestNesting) {
    std::vector<Record> items;
    for (const Node item : node) items.push_back(copied(arena, item, depth + 1));
    return yaml::list_record(arena, items, {});
  }
  const std::string_view text = arena.copy(node.text());
  record.text = text.data();
  record.size = static_cast<std::uint32_t>(text.size());
  return record;
}

}  // namespace

Node decode(FunctionCall& call, std::string text) {
  const text::Source source("", std::move(text));
  const yaml::File file = yaml::parse(source, 0, {.nodes = 100'000, .expanded_nodes = 100'000});
  if (!file.problems.empty()) return call.fail(file.problems.front().message);
  if (file.documents.empty()) return {};
  const yaml::Document& document = file.documents.front();
  if (!document.root) {  // `{{` outside of a string, so there is no tree
    return call.fail("YAML with template syntax is not evaluated",
                     TemplateProblem::Kind::kUndecidable);
  }
  if (!call.spend(source.bytes().size() * 8)) return {};
  yaml::Arena& arena = call.arena();
  return go_values(arena, yaml::place(arena, copied(arena, document.root, 0)));
}

}  // namespace meshlint::templates
