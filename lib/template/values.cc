#include "template/values.h"

#include <charconv>
#include <cmath>
#include <string_view>

#include "template/go_text.h"

namespace meshlint::templates {

using yaml::Node;
using yaml::ScalarType;

bool is_nothing(Node value) { return !value || value.is_null(); }

bool is_number(Node value) {
  return value.type() == ScalarType::kInt || value.type() == ScalarType::kFloat;
}

bool is_true(Node value) {
  if (is_nothing(value)) return false;
  if (!value.is_scalar()) return !value.empty();
  if (const auto boolean = value.as_bool()) return *boolean;
  if (is_number(value)) return double_of(value) != 0;
  return !value.text().empty();
}

std::string text_of(Node value) {
  return value.is_scalar() && !value.is_null() ? std::string(value.text()) : go_text(value);
}

double double_of(Node value) {
  if (const auto number = value.as_double()) return *number;
  if (const auto boolean = value.as_bool()) return *boolean ? 1 : 0;
  double number = 0;
  const std::string_view text = value.text();
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::int64_t int_of(Node value) {
  if (const auto number = value.as_int()) return *number;
  const double number = double_of(value);
  if (!(std::abs(number) < 9e18)) return 0;
  return static_cast<std::int64_t>(number);
}

std::vector<Node> items_of(Node list) { return {list.begin(), list.end()}; }

NamedValues entries_of(Node map) {
  NamedValues entries;
  for (const auto [key, value] : map.entries()) entries.emplace_back(key.text(), value);
  return entries;
}

}  // namespace meshlint::templates
