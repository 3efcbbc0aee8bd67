#include "yaml/json_text.h"

#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "yaml/scalar_value.h"

namespace meshlint::yaml {
namespace {

// Nothing between the parts, or line breaks with this many levels of indentation.
using Level = std::optional<std::size_t>;

void break_line(std::string& json, Level level) {
  if (!level) return;
  json += '\n';
  json.append(2 * *level, ' ');
}

void add(std::string& json, Node node, Level level) {
  const Level inner = level ? Level(*level + 1) : level;
  if (node.is_list()) {
    json += '[';
    bool is_first = true;
    for (const Node item : node) {
      if (!std::exchange(is_first, false)) json += ',';
      break_line(json, inner);
      add(json, item, inner);
    }
    if (!node.empty()) break_line(json, level);
    json += ']';
  } else if (node.is_map()) {
    std::vector<EntryView> entries;
    for (const EntryView entry : node.entries()) entries.push_back(entry);
    std::ranges::sort(entries, {}, [](const EntryView& entry) { return entry.key.text(); });
    json += '{';
    bool is_first = true;
    for (const auto& [key, value] : entries) {
      if (!std::exchange(is_first, false)) json += ',';
      break_line(json, inner);
      add_json_string(json, key.text());
      json += level ? ": " : ":";
      add(json, value, inner);
    }
    if (!node.empty()) break_line(json, level);
    json += '}';
  } else {
    ScalarBuffer buffer;
    const ScalarValue scalar = scalar_value(node, buffer);
    if (scalar.type == ScalarType::kString) {
      add_json_string(json, scalar.text);
    } else {
      json += scalar.text;
    }
  }
}

}  // namespace

void add_json_string(std::string& json, std::string_view text) {
  json += '"';
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    switch (text[i]) {
      case '"':
      case '\\':
        json += '\\';
        json += text[i];
        break;
      case '\n':
        json += "\\n";
        break;
      case '\r':
        json += "\\r";
        break;
      case '\t':
        json += "\\t";
        break;
      case '\b':
        json += "\\b";
        break;
      case '\f':
        json += "\\f";
        break;
      case '<':
      case '>':
      case '&':
        json += fmt::format("\\u{:04x}", byte);
        break;
      default:
        if (byte < 0x20) {
          json += fmt::format("\\u{:04x}", byte);
        } else if (text.substr(i, 3) == "\xE2\x80\xA8" || text.substr(i, 3) == "\xE2\x80\xA9") {
          json += text[i + 2] == '\xA8' ? "\\u2028" : "\\u2029";
          i += 2;
        } else {
          json += text[i];
        }
    }
  }
  json += '"';
}

void add_json(std::string& json, Node node) { add(json, node, std::nullopt); }

void add_indented_json(std::string& json, Node node, std::size_t level) { add(json, node, level); }

}  // namespace meshlint::yaml
