#include "kustomize/overlay.h"

#include <algorithm>
#include <vector>

#include "yaml/any_case.h"
#include "yaml/build.h"

namespace meshlint::kustomize {
namespace {

// The items of `old` and of `fresh`, where items of `fresh` replace those with the same name.
yaml::Record joined_lists(yaml::Arena& arena, yaml::Node old, yaml::Node fresh) {
  std::vector<yaml::Record> items;
  const auto is_replaced = [&](yaml::Node item) {
    const yaml::Node name = item["name"];
    return name && std::any_of(fresh.begin(), fresh.end(), [&](yaml::Node other) {
             return other["name"].text() == name.text();
           });
  };
  for (const yaml::Node item : old) {
    if (!is_replaced(item)) items.push_back(*item.record());
  }
  for (const yaml::Node item : fresh) items.push_back(*item.record());
  return yaml::list_record(arena, items, old.span());
}

}  // namespace

yaml::Record with_overlay(yaml::Arena& arena, yaml::Node root, yaml::Node over) {
  yaml::Record result = *root.record();
  for (const auto [key, value] : over.entries()) {
    const yaml::Node old = yaml::field_of(root, key.text());
    yaml::Record merged = *value.record();
    if (value.is_list() && old.is_list()) {
      merged = joined_lists(arena, old, value);
    } else if (value.is_map() && old.is_map()) {
      merged = *old.record();
      for (const auto [name, inner] : value.entries()) {
        merged = yaml::with_entry(arena, yaml::Node(&merged), *name.record(), *inner.record());
      }
    }
    result = yaml::with_entry(arena, yaml::Node(&result), *key.record(), merged);
  }
  return result;
}

}  // namespace meshlint::kustomize
