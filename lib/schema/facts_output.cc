#include "schema/facts_output.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "text/ascii.h"
#include "yaml/node.h"

namespace meshlint::schema {
namespace {

constexpr std::size_t kWidth = 100;

bool is_plain(std::string_view text) {
  if (text.empty() || yaml::resolve_plain(text) != yaml::ScalarType::kString) return false;
  const auto is_word = [](char c) {
    return text::is_alphanumeric(c) || c == '_' || c == '-' || c == '.' || c == '/' || c == '$' ||
           c == '<' || c == '>';
  };
  const char first = text.front();
  if (first == '-' || first == '.' || first == '<' || first == '>' || first == '=') return false;
  return std::ranges::all_of(text, is_word);
}

// Appends `out` on one line; false if the line gets longer than `most`.
bool write_flow(const Out& out, std::string& text, std::size_t most) {
  if (text.size() > most) return false;
  if (out.is_block && !out.map.empty()) return false;
  if (out.is_scalar()) {
    text += out.scalar;
  } else if (out.is_list) {
    text += '[';
    for (std::size_t i = 0; i < out.list.size(); ++i) {
      if (i != 0) text += ", ";
      if (!write_flow(out.list[i], text, most)) return false;
    }
    text += ']';
  } else if (out.map.empty()) {
    text += "{}";
  } else {
    text += "{ ";
    for (std::size_t i = 0; i < out.map.size(); ++i) {
      if (i != 0) text += ", ";
      text += out.map[i].first + ": ";
      if (!write_flow(out.map[i].second, text, most)) return false;
    }
    text += " }";
  }
  return text.size() <= most;
}

// Appends what follows `key:` or `-`, which end at `column`.
void write_value(const Out& out, std::size_t indent, std::size_t column, std::string& file) {
  std::string flow;
  const std::size_t room = kWidth > column + 1 ? kWidth - column - 1 : 0;
  if (out.is_scalar()) {
    file += ' ' + out.scalar + '\n';
  } else if (write_flow(out, flow, room)) {
    file += ' ' + flow + '\n';
  } else {
    file += '\n';
    write_entries(out, indent, file);
  }
}

void write_list_item(const Out& item, std::size_t indent, std::string& file) {
  file.append(indent, ' ');
  file += '-';
  std::string flow;
  if (item.is_scalar() || item.map.empty() ||
      write_flow(item, flow, kWidth > indent + 2 ? kWidth - indent - 2 : 0)) {
    write_value(item, indent + 2, indent + 1, file);
    return;
  }
  // The first entry follows the dash on its line.
  std::string entries;
  write_entries(item, indent + 2, entries);
  file += ' ' + entries.substr(indent + 2);
}

}  // namespace

Out list_of(std::vector<Out> items) {
  Out out;
  out.is_list = true;
  out.list = std::move(items);
  return out;
}

std::string yaml_string(std::string_view text) {
  if (is_plain(text)) return std::string(text);
  const bool has_controls = std::ranges::any_of(
      text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
  std::string out;
  if (!has_controls) {
    out = '\'';
    for (const char c : text) {
      if (c == '\'') out += '\'';
      out += c;
    }
    return out + '\'';
  }
  out = '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20 || byte == 0x7f) {
      out += fmt::format("\\x{:02x}", byte);
    } else {
      out += c;
    }
  }
  return out + '"';
}

std::string yaml_number(double number) {
  constexpr double kExact = 9007199254740992;
  if (std::trunc(number) == number && std::abs(number) < kExact)
    return fmt::format("{}", static_cast<std::int64_t>(number));
  return fmt::format("{}", number);
}

void write_entries(const Out& out, std::size_t indent, std::string& file) {
  for (const auto& [key, value] : out.map) {
    file.append(indent, ' ');
    file += key + ':';
    write_value(value, indent + 2, indent + key.size() + 1, file);
  }
  for (const Out& item : out.list) write_list_item(item, indent, file);
}

}  // namespace meshlint::schema
