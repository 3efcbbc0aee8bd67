#include "schema/field_groups.h"

#include <algorithm>
#include <set>

namespace meshlint::schema {

using yaml::EntryView;
using yaml::Node;

bool has_only_keys(Node map, std::initializer_list<std::string_view> keys) {
  return map.is_map() && std::ranges::all_of(map.entries(), [&](const EntryView entry) {
           return std::ranges::find(keys, entry.key.text()) != keys.end();
         });
}

bool is_condition(Node schema) { return has_only_keys(schema, {"oneOf", "anyOf", "allOf", "not"}); }

bool is_int_or_string(Node branches) {
  return branches.size() == 2 && branches.item(0).size() == 1 && branches.item(1).size() == 1 &&
         branches.item(0)["type"].text() == "integer" &&
         branches.item(1)["type"].text() == "string";
}

namespace {

// The one field that a branch requires: `required: [a]`. Istio's branches repeat in `properties` a
// part of the field's own schema, which checks the value anyway.
std::optional<std::string_view> only_required(Node branch, Node owner) {
  const Node required = branch["required"];
  if (!required.is_list() || required.size() != 1 ||
      !has_only_keys(branch, {"required", "properties"}))
    return std::nullopt;
  const std::string_view name = required.item(0).text();
  if (const Node properties = branch["properties"]) {
    const Node repeated = properties[name];
    const Node own = owner["properties"][name];
    if (properties.size() != 1 || !repeated.is_map()) return std::nullopt;
    for (const EntryView entry : repeated.entries()) {
      const std::string_view key = entry.key.text();
      if (key == "properties") {
        const bool says_nothing =
            std::ranges::all_of(entry.value.entries(), [](const EntryView property) {
              return property.value.is_map() && property.value.empty();
            });
        if (!says_nothing) return std::nullopt;
      } else if (!own[key] || !yaml::deep_equal(entry.value, own[key])) {
        return std::nullopt;
      }
    }
  }
  return name;
}

}  // namespace

std::optional<std::vector<std::string>> required_fields(Node branches, Node owner,
                                                        std::optional<std::size_t> except) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < branches.size(); ++i) {
    if (i == except) continue;
    const std::optional<std::string_view> name = only_required(branches.item(i), owner);
    if (!name) return std::nullopt;
    names.emplace_back(*name);
  }
  if (std::set<std::string_view>(names.begin(), names.end()).size() != names.size())
    return std::nullopt;
  return names;
}

std::optional<std::vector<std::string>> exclusive_fields(Node branches, Node owner) {
  for (std::size_t i = 0; i < branches.size(); ++i) {
    const Node none = branches.item(i)["not"]["anyOf"];
    if (!none || branches.item(i).size() != 1 || branches.item(i)["not"].size() != 1) continue;
    std::optional<std::vector<std::string>> names = required_fields(branches, owner, i);
    std::optional<std::vector<std::string>> denied = required_fields(none, owner);
    if (!names || !denied) return std::nullopt;
    std::ranges::sort(*denied);
    std::vector<std::string> sorted = *names;
    std::ranges::sort(sorted);
    return sorted == *denied ? names : std::nullopt;
  }
  return std::nullopt;
}

}  // namespace meshlint::schema
