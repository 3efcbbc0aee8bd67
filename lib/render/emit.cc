#include "render/emit.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

namespace meshlint::render {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }

// Whether the text can stand without quotes and still reads as this very string.
bool is_plain(std::string_view text) {
  if (text.empty() || is_blank(text.front()) || is_blank(text.back())) return false;
  if (std::string_view("-?:,[]{}#&*!|>'\"%@`=<").find(text.front()) != text.npos) return false;
  if (text.back() == ':' || text.find(": ") != text.npos || text.find(" #") != text.npos) {
    return false;
  }
  if (std::ranges::any_of(text, [](unsigned char c) { return c < 0x20 || c == 0x7F; })) {
    return false;
  }
  return yaml::resolve_plain(text) == yaml::ScalarType::kString;
}

std::string double_quoted(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      result += '\\';
      result += c;
    } else if (c == '\n') {
      result += "\\n";
    } else if (c == '\t') {
      result += "\\t";
    } else if (byte < 0x20 || byte == 0x7F) {
      result += fmt::format("\\x{:02x}", byte);
    } else {
      result += c;
    }
  }
  return result + '"';
}

// Whether every line can be written as it is, indented, in a literal block.
bool fits_block(std::string_view text) {
  if (text.find('\n') == text.npos || is_blank(text.front()) || text.front() == '\n') return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte < 0x20 && text[i] != '\n') || byte == 0x7F) return false;
    if (text[i] == '\n' && i > 0 && is_blank(text[i - 1])) return false;
  }
  return !is_blank(text.back());
}

class Emitter {
 public:
  std::string take() { return std::move(out_); }

  // A node as the value of a key or an item, after the `:` or the `-`. Depth is bounded by that
  // of the tree.
  void value(yaml::Node node, std::size_t indent, bool is_item) {
    if (node.is_map() && !node.empty()) {
      if (!is_item) out_ += '\n';
      entries(node, indent, is_item);
    } else if (node.is_list() && !node.empty()) {
      // A list stands under its key without more blanks.
      const std::size_t at = is_item || indent < 2 ? indent : indent - 2;
      if (!is_item) out_ += '\n';
      items(node, at, is_item);
    } else if (node.is_map() || node.is_list()) {
      out_ += node.is_map() ? " {}\n" : " []\n";
    } else {
      scalar(node, indent);
    }
  }

  void entries(yaml::Node map, std::size_t indent, bool is_first_inline) {
    std::vector<yaml::EntryView> sorted;
    for (const yaml::EntryView entry : map.entries()) sorted.push_back(entry);
    std::ranges::stable_sort(sorted, {}, [](const yaml::EntryView& e) { return e.key.text(); });
    for (const yaml::EntryView& entry : sorted) {
      start_line(indent, is_first_inline);
      is_first_inline = false;
      const std::string_view key = entry.key.text();
      out_ += is_plain(key) ? std::string(key) : double_quoted(key);
      out_ += ':';
      value(entry.value, indent + 2, false);
    }
  }

  void items(yaml::Node list, std::size_t indent, bool is_first_inline) {
    for (const yaml::Node item : list) {
      start_line(indent, is_first_inline);
      is_first_inline = false;
      out_ += '-';
      value(item, indent + 2, true);
    }
  }

 private:
  // The first line of an item stands behind its dash.
  void start_line(std::size_t indent, bool is_inline) { out_.append(is_inline ? 1 : indent, ' '); }

  void scalar(yaml::Node node, std::size_t indent) {
    const std::string_view text = node.text();
    if (node.is_null()) {
      out_ += " null\n";
    } else if (node.type() != yaml::ScalarType::kString) {
      out_ += fmt::format(" {}\n", text);
    } else if (is_plain(text)) {
      out_ += fmt::format(" {}\n", text);
    } else if (!text.empty() && fits_block(text)) {
      block(text, indent);
    } else {
      out_ += ' ' + double_quoted(text) + '\n';
    }
  }

  void block(std::string_view text, std::size_t indent) {
    const bool ends_in_break = text.ends_with('\n');
    const bool ends_in_several = text.ends_with("\n\n");
    out_ += ends_in_several ? " |+\n" : ends_in_break ? " |\n" : " |-\n";
    if (ends_in_break) text.remove_suffix(1);
    while (true) {
      const std::string_view line = text.substr(0, text.find('\n'));
      if (!line.empty()) out_.append(indent, ' ').append(line);
      out_ += '\n';
      if (line.size() == text.size()) break;
      text.remove_prefix(line.size() + 1);
    }
  }

  std::string out_;
};

}  // namespace

std::string emit(yaml::Node node) {
  if (!node) return {};
  Emitter emitter;
  if (node.is_map() && !node.empty()) {
    emitter.entries(node, 0, false);
  } else if (node.is_list() && !node.empty()) {
    emitter.items(node, 0, false);
  } else {
    emitter.value(node, 2, true);
    std::string text = emitter.take();
    if (text.starts_with(' ')) text.erase(0, 1);
    return text;
  }
  return emitter.take();
}

std::string emit(std::span<const model::Resource> resources) {
  std::string result;
  for (const model::Resource& resource : resources) {
    if (!result.empty()) result += "---\n";
    result += emit(resource.root);
  }
  return result;
}

}  // namespace meshlint::render
