#include "template/go_text.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "template/budget.h"

namespace meshlint::templates {
namespace {

using yaml::Node;
using yaml::ScalarType;

void append_text(Node value, std::size_t depth, std::string& out) {
  if (!value || value.is_null()) {
    out += "<nil>";
  } else if (value.is_scalar()) {
    out += value.text();
  } else if (depth > kDeepestNesting) {
    out += "...";
  } else if (value.is_list()) {
    out += '[';
    bool is_first = true;
    for (const Node item : value) {
      if (!std::exchange(is_first, false)) out += ' ';
      append_text(item, depth + 1, out);
    }
    out += ']';
  } else {
    std::vector<yaml::EntryView> entries;
    for (const auto entry : value.entries()) entries.push_back(entry);
    std::ranges::stable_sort(entries, {}, [](const auto& entry) { return entry.key.text(); });
    out += "map[";
    bool is_first = true;
    for (const auto& [key, entry] : entries) {
      if (!std::exchange(is_first, false)) out += ' ';
      out += key.text();
      out += ':';
      append_text(entry, depth + 1, out);
    }
    out += ']';
  }
}

}  // namespace

std::string go_text(Node value) {
  std::string out;
  append_text(value, 0, out);
  return out;
}

std::string_view go_type(Node value) {
  switch (value.type()) {
    case ScalarType::kInt:
      return "int";
    case ScalarType::kFloat:
      return "float64";
    case ScalarType::kBool:
      return "bool";
    case ScalarType::kString:
      return "string";
    case ScalarType::kNull:
    case ScalarType::kNone:
      break;
  }
  if (value.is_list()) return "[]interface {}";
  return value.is_map() ? "map[string]interface {}" : "<nil>";
}

}  // namespace meshlint::templates
