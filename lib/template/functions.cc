#include "template/functions.h"

#include <fmt/core.h>

#include <algorithm>

#include "cel/text_forms.h"
#include "yaml/build.h"

namespace meshlint::templates {

using yaml::Entry;
using yaml::Node;
using yaml::Record;
using yaml::ScalarType;

bool FunctionCall::spend(std::size_t bytes) {
  if (bytes <= budget_.bytes) {
    budget_.bytes -= bytes;
    return true;
  }
  fail("result is longer than the limit", TemplateProblem::Kind::kTooLarge);
  return false;
}

Node FunctionCall::text(std::string_view value) {
  if (!spend(value.size() + sizeof(Record))) return {};
  return yaml::place(arena_, yaml::string_record(arena_, value, {}));
}

Node FunctionCall::integer(std::int64_t value) {
  if (!spend(sizeof(Record))) return {};
  return yaml::place(arena_, yaml::plain_record(arena_, fmt::format("{}", value), {}));
}

Node FunctionCall::number(double value) {
  if (!spend(sizeof(Record))) return {};
  Record record = yaml::plain_record(arena_, cel::double_text(value), {});
  record.type = ScalarType::kFloat;
  return yaml::place(arena_, record);
}

Node FunctionCall::boolean(bool value) {
  return yaml::place(arena_, yaml::plain_record(arena_, value ? "true" : "false", {}));
}

Node FunctionCall::list(std::span<const Node> items) {
  if (!spend(items.size() * sizeof(Record))) return {};
  std::vector<Record> records;
  records.reserve(items.size());
  for (const Node item : items) records.push_back(item ? *item.record() : yaml::null_record({}));
  return yaml::place(arena_, yaml::list_record(arena_, records, {}));
}

Node FunctionCall::list(std::span<const std::string> items) {
  std::vector<Node> nodes;
  nodes.reserve(items.size());
  for (const std::string& item : items) nodes.push_back(text(item));
  return list(nodes);
}

Node FunctionCall::map(std::span<const std::pair<std::string, Node>> entries) {
  if (!spend(entries.size() * sizeof(Entry))) return {};
  std::vector<Entry> records;
  records.reserve(entries.size());
  for (const auto& [key, value] : entries) {
    records.push_back(
        {yaml::string_record(arena_, key, {}), value ? *value.record() : yaml::null_record({})});
  }
  return yaml::place(arena_, yaml::map_record(arena_, records, {}));
}

const Function* find_function(std::span<const Library> libraries, std::string_view name) {
  for (const Library library : libraries) {
    const auto found = std::ranges::lower_bound(library, name, {}, &Function::name);
    if (found != library.end() && found->name == name) return &*found;
  }
  return nullptr;
}

std::vector<Library> standard_libraries() {
  return {
      builtin_functions(), print_functions(),   conversion_functions(), crypto_functions(),
      date_functions(),    default_functions(), dict_functions(),       encoding_functions(),
      list_functions(),    math_functions(),    path_functions(),       regex_functions(),
      semver_functions(),  string_functions(),  url_functions(),
  };
}

}  // namespace meshlint::templates
