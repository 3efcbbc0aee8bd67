#include "template/go_json.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "template/budget.h"
#include "template/values.h"

namespace meshlint::templates {
namespace {

using yaml::Node;
using yaml::ScalarType;

void append(Node value, bool escapes_html, std::size_t depth, std::string& out) {
  if (is_nothing(value) || depth > kDeepestNesting) {
    out += "null";
  } else if (value.is_list()) {
    out += '[';
    for (std::size_t i = 0; i < value.size(); ++i) {
      if (i > 0) out += ',';
      append(value.item(i), escapes_html, depth + 1, out);
    }
    out += ']';
  } else if (value.is_map()) {
    NamedValues entries = entries_of(value);
    std::ranges::stable_sort(entries, {}, &NamedValues::value_type::first);
    out += '{';
    bool is_first = true;
    for (const auto& [key, entry] : entries) {
      if (!std::exchange(is_first, false)) out += ',';
      append_json_string(key, escapes_html, out);
      out += ':';
      append(entry, escapes_html, depth + 1, out);
    }
    out += '}';
  } else if (value.type() == ScalarType::kString) {
    append_json_string(value.text(), escapes_html, out);
  } else if (const auto number = value.as_double(); number && value.type() == ScalarType::kFloat &&
                                                    std::abs(*number) < 1e15 &&
                                                    *number == std::floor(*number)) {
    out += fmt::format("{:.0f}", *number);
  } else {
    out += value.text();
  }
}

}  // namespace

void append_json(Node value, bool escapes_html, std::string& out) {
  append(value, escapes_html, 0, out);
}

void append_json_string(std::string_view text, bool escapes_html, std::string& out) {
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (c == '\r') {
      out += "\\r";
    } else if (static_cast<unsigned char>(c) < 0x20 ||
               (escapes_html && (c == '<' || c == '>' || c == '&'))) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
  }
  out += '"';
}

}  // namespace meshlint::templates
