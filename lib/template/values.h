// How functions read their arguments: Go's rule for truth, and Sprig's conversions.
#ifndef MESHLINT_TEMPLATE_VALUES_H_
#define MESHLINT_TEMPLATE_VALUES_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "yaml/node.h"

namespace meshlint::templates {

// The bound for lists that a function makes.
inline constexpr std::size_t kMostItems = 100'000;

// Missing or null.
bool is_nothing(yaml::Node value);
bool is_number(yaml::Node value);
// False for nothing, false, 0, and empty strings, lists and mappings.
bool is_true(yaml::Node value);

// Sprig's strval: a scalar's text, or what Go prints.
std::string text_of(yaml::Node value);
// Sprig's toFloat64 and toInt64: 0 for what isn't a number.
double double_of(yaml::Node value);
std::int64_t int_of(yaml::Node value);

std::vector<yaml::Node> items_of(yaml::Node list);
using NamedValues = std::vector<std::pair<std::string, yaml::Node>>;
NamedValues entries_of(yaml::Node map);

}  // namespace meshlint::templates

#endif  // MESHLINT_TEMPLATE_VALUES_H_
