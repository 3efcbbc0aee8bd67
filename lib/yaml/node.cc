#include "yaml/node.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <string>

#include "text/ascii.h"

namespace meshlint::yaml {
namespace {

using text::is_digit;

// An integer's digits without sign, base prefix and the underscores that YAML 1.1 allows.
struct Digits {
  std::string text;
  int base = 10;
  bool is_negative = false;
};

Digits digits_of(std::string_view text) {
  Digits result;
  if (text.starts_with('-') || text.starts_with('+')) {
    result.is_negative = text.front() == '-';
    text.remove_prefix(1);
  }
  for (const char c : text) {
    if (c != '_') result.text += c;
  }
  const std::string_view plain = result.text;
  std::size_t prefix = 0;
  if (plain.starts_with("0x") || plain.starts_with("0X")) {
    result.base = 16;
    prefix = 2;
  } else if (plain.starts_with("0b") || plain.starts_with("0B")) {
    result.base = 2;
    prefix = 2;
  } else if (plain.starts_with("0o") || plain.starts_with("0O")) {
    result.base = 8;
    prefix = 2;
  } else if (plain.size() > 1 && plain.front() == '0') {
    result.base = 8;
    prefix = 1;
  }
  result.text.erase(0, prefix);
  return result;
}

bool is_int(std::string_view text) {
  // The form decides: a number of more than 64 bits still isn't a string.
  std::size_t i = text.starts_with('-') || text.starts_with('+') ? 1 : 0;
  int base = 10;
  if (i + 1 < text.size() && text[i] == '0') {
    const char mark = text[i + 1];
    if (mark == 'x' || mark == 'X')
      base = 16;
    else if (mark == 'b' || mark == 'B')
      base = 2;
    else if (mark == 'o' || mark == 'O')
      base = 8;
    if (base != 10)
      i += 2;
    else if (is_digit(mark) || mark == '_')
      base = 8;
  }
  bool has_digit = false;
  for (; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '_') continue;
    const bool is_in_base = base == 16  ? std::isxdigit(static_cast<unsigned char>(c)) != 0
                            : base == 2 ? c == '0' || c == '1'
                            : base == 8 ? c >= '0' && c <= '7'
                                        : is_digit(c);
    if (!is_in_base) return false;
    has_digit = true;
  }
  return has_digit;
}

// [-+]? ( \.[0-9]+ | [0-9]+ (\.[0-9]*)? ) ([eE][-+]?[0-9]+)?, underscores allowed among digits.
bool is_float(std::string_view text) {
  std::size_t i = text.starts_with('-') || text.starts_with('+') ? 1 : 0;
  const auto skip_digits = [&] {
    const std::size_t first = i;
    while (i < text.size() && (is_digit(text[i]) || (text[i] == '_' && i > first))) ++i;
    return i - first;
  };
  const std::size_t whole = skip_digits();
  std::size_t fraction = 0;
  if (i < text.size() && text[i] == '.') {
    ++i;
    fraction = skip_digits();
  }
  if (whole + fraction == 0) return false;
  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    ++i;
    if (i < text.size() && (text[i] == '-' || text[i] == '+')) ++i;
    if (skip_digits() == 0) return false;
  }
  return i == text.size();
}

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
  for (const std::string_view word : words) {
    if (text == word) return true;
  }
  return false;
}

bool is_true(std::string_view text) {
  return is_one_of(text, {"true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON", "y", "Y"});
}

bool is_false(std::string_view text) {
  return is_one_of(text,
                   {"false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF", "n", "N"});
}

bool is_simple_key(std::string_view key) {
  if (key.empty()) return false;
  for (const char c : key) {
    if (!is_digit(c) && !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && c != '-' &&
        c != '_' && c != '/' && c != '$') {
      return false;
    }
  }
  return true;
}

void append_key(std::string& path, std::string_view key) {
  if (is_simple_key(key)) {
    if (!path.empty()) path += '.';
    path += key;
  } else {
    path += "[\"";
    path += key;
    path += "\"]";
  }
}

template <typename IsTarget>
bool find_path(Node node, const IsTarget& is_target, std::string& path) {
  const std::size_t length = path.size();
  if (node.is_list()) {
    std::size_t index = 0;
    for (const Node item : node) {
      path += '[' + std::to_string(index++) + ']';
      if (is_target(item) || find_path(item, is_target, path)) return true;
      path.resize(length);
    }
  } else if (node.is_map()) {
    for (const auto [key, value] : node.entries()) {
      append_key(path, key.text());
      if (is_target(key) || is_target(value) || find_path(value, is_target, path)) return true;
      path.resize(length);
    }
  }
  return false;
}

}  // namespace

ScalarType resolve_plain(std::string_view text) {
  if (text.empty()) return ScalarType::kNull;
  const char first = text.front();
  // Most scalars are words, for which the first letter is enough.
  if (is_digit(first) || first == '-' || first == '+' || first == '.') {
    if (is_int(text)) return ScalarType::kInt;
    if (is_float(text)) return ScalarType::kFloat;
    if (is_one_of(text, {".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf",
                         "-.INF", ".nan", ".NaN", ".NAN"})) {
      return ScalarType::kFloat;
    }
    return ScalarType::kString;
  }
  if (text.size() > 5) return ScalarType::kString;
  if (is_one_of(text, {"~", "null", "Null", "NULL"})) return ScalarType::kNull;
  if (is_true(text) || is_false(text)) return ScalarType::kBool;
  return ScalarType::kString;
}

std::optional<bool> Node::as_bool() const {
  if (type() != ScalarType::kBool) return std::nullopt;
  return is_true(text());
}

std::optional<std::int64_t> Node::as_int() const {
  if (type() == ScalarType::kFloat) {
    // 100.0 is an integer; decoders of integer fields accept it.
    const double value = *as_double();
    if (std::abs(value) < 9.0e15 && value == std::floor(value)) {
      return static_cast<std::int64_t>(value);
    }
    return std::nullopt;
  }
  if (type() != ScalarType::kInt) return std::nullopt;
  const Digits digits = digits_of(text());
  std::uint64_t magnitude = 0;
  const char* const end = digits.text.data() + digits.text.size();
  if (!digits.text.empty()) {
    const auto [at, error] = std::from_chars(digits.text.data(), end, magnitude, digits.base);
    if (error != std::errc() || at != end) return std::nullopt;
  }
  constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (magnitude > kMost + (digits.is_negative ? 1 : 0)) return std::nullopt;
  return digits.is_negative ? static_cast<std::int64_t>(0 - magnitude)
                            : static_cast<std::int64_t>(magnitude);
}

std::optional<double> Node::as_double() const {
  if (type() == ScalarType::kInt) {
    const Digits digits = digits_of(text());
    double value = 0;
    if (digits.base == 10) {
      std::from_chars(digits.text.data(), digits.text.data() + digits.text.size(), value);
      return digits.is_negative ? -value : value;
    }
    for (const char c : digits.text) {
      const int digit = is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10;
      value = value * digits.base + digit;
    }
    return digits.is_negative ? -value : value;
  }
  if (type() != ScalarType::kFloat) return std::nullopt;
  std::string plain;
  for (const char c : text()) {
    if (c != '_') plain += c;
  }
  const bool is_negative = plain.starts_with('-');
  const std::string_view digits =
      std::string_view(plain).substr(is_negative || plain.starts_with('+') ? 1 : 0);
  double value = 0;
  if (digits.size() == 4 && (digits[1] == 'i' || digits[1] == 'I')) {
    value = std::numeric_limits<double>::infinity();
  } else if (digits.size() == 4 && (digits[1] == 'n' || digits[1] == 'N')) {
    value = std::numeric_limits<double>::quiet_NaN();
  } else {
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
  }
  return is_negative ? -value : value;
}

std::optional<std::string_view> Node::as_string() const {
  if (type() != ScalarType::kString) return std::nullopt;
  return text();
}

const Entry* Node::find(std::string_view key) const {
  if (!is_map()) return nullptr;
  for (const Entry* entry = record_->entries; entry != record_->entries + record_->size; ++entry) {
    const Record& own = entry->key;
    if (own.kind == Kind::kScalar && own.size == key.size() &&
        std::string_view(own.text, own.size) == key) {
      return entry;
    }
  }
  return nullptr;
}

Node Node::operator[](std::string_view key) const {
  const Entry* const entry = find(key);
  return entry ? Node(&entry->value) : Node();
}

Node Node::key(std::string_view key) const {
  const Entry* const entry = find(key);
  return entry ? Node(&entry->key) : Node();
}

Node Node::at(std::string_view path) const {
  const Found found = yaml::find(*this, path);
  return found.is_whole ? found.node : Node();
}

bool deep_equal(Node a, Node b) {
  if (a == b) return true;
  if (a.kind() != b.kind()) return false;
  if (a.is_scalar()) {
    if (a.type() != b.type()) return false;
    if (a.type() == ScalarType::kInt || a.type() == ScalarType::kFloat) {
      return a.text() == b.text() || a.as_double() == b.as_double();
    }
    if (a.type() == ScalarType::kBool) return a.as_bool() == b.as_bool();
    return a.type() == ScalarType::kNull || a.text() == b.text();
  }
  if (a.size() != b.size()) return false;
  if (a.is_list()) {
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (!deep_equal(a.item(i), b.item(i))) return false;
    }
    return true;
  }
  for (const auto [key, value] : a.entries()) {
    if (!b.key(key.text()) || !deep_equal(value, b[key.text()])) return false;
  }
  return true;
}

std::string path_of(Node root, Node target) {
  if (!target || root == target) return {};
  std::string path;
  find_path(
      root, [&](Node node) { return node == target; }, path);
  return path;
}

std::string path_of(Node root, text::Span span) {
  if (root.span() == span) return {};
  std::string path;
  find_path(
      root, [&](Node node) { return node.span() == span; }, path);
  return path;
}

Found find(Node root, std::string_view path) {
  Found found{.node = root};
  Node parent;  // of `found.node`, if that is the value of `name` in it
  std::string_view name;
  while (!path.empty() && found.is_whole) {
    Node below;
    std::string_view key;
    const bool is_index =
        path.starts_with('[') && !path.starts_with("['") && !path.starts_with("[\"");
    if (is_index) {
      const std::size_t close = std::min(path.find(']'), path.size());
      std::size_t index = 0;
      const auto [end, error] = std::from_chars(path.data() + 1, path.data() + path.size(), index);
      if (error == std::errc() && end == path.data() + close) below = found.node.item(index);
      path.remove_prefix(std::min(close + 1, path.size()));
    } else if (path.starts_with('[')) {
      const std::size_t close = std::min(path.find(path[1], 2), path.size());
      key = path.substr(2, close - 2);
      path.remove_prefix(std::min(close + 2, path.size()));
    } else {
      if (path.starts_with('.')) path.remove_prefix(1);
      key = path.substr(0, path.find_first_of(".["));
      path.remove_prefix(key.size());
    }
    if (!is_index) below = found.node[key];
    found.is_whole = static_cast<bool>(below);
    if (!below) break;
    parent = is_index ? Node() : found.node;
    name = key;
    found.node = below;
  }
  found.key = parent.key(name);
  return found;
}

}  // namespace meshlint::yaml
