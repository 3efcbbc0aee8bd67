// Values on their way to a facts file: they are built first and laid out as YAML afterwards, on one
// line where they fit.
//
//   Out entry;
//   entry.add("type", Out(yaml_string("int32")));
//   write_entries(entry, 2, text);
#ifndef MESHLINT_SCHEMA_FACTS_OUTPUT_H_
#define MESHLINT_SCHEMA_FACTS_OUTPUT_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace meshlint::schema {

// A scalar, a mapping in the order of its keys' addition, or a list.
struct Out {
  std::string scalar;  // as YAML
  std::vector<std::pair<std::string, Out>> map;
  std::vector<Out> list;
  bool is_list = false;
  bool is_block = false;  // one line per entry, even if it is short

  Out() = default;
  explicit Out(std::string text) : scalar(std::move(text)) {}
  bool is_scalar() const { return map.empty() && !is_list && !scalar.empty(); }
  Out& add(std::string_view key, Out value) {
    map.emplace_back(key, std::move(value));
    return *this;
  }
};

Out list_of(std::vector<Out> items);

// A string as a YAML scalar: plain if that reads as the same string, otherwise quoted.
std::string yaml_string(std::string_view text);
// Whole numbers have no decimal point.
std::string yaml_number(double number);

// Appends the entries of a mapping or list to `file` as lines with this indentation.
void write_entries(const Out& out, std::size_t indent, std::string& file);

}  // namespace meshlint::schema

#endif  // MESHLINT_SCHEMA_FACTS_OUTPUT_H_
