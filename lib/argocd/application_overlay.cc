#include "argocd/application_overlay.h"

#include <array>
#include <string_view>
#include <vector>

#include "yaml/build.h"

namespace meshlint::argocd {
namespace {

using yaml::Entry;
using yaml::Node;
using yaml::Record;

bool says_something(Node value) {
  return value && !value.is_null() && (value.is_scalar() ? !value.text().empty() : !value.empty());
}

Record image(yaml::Arena& arena, Node written) {
  std::string_view text = written.text();
  std::vector<Entry> entries;
  const auto add = [&](std::string_view key, std::string_view value) {
    entries.push_back({yaml::string_record(arena, key, written.span()),
                       yaml::string_record(arena, value, written.span())});
  };
  const std::size_t equals = text.find('=');
  const std::string_view old = text.substr(0, equals == text.npos ? 0 : equals);
  if (equals != text.npos) text.remove_prefix(equals + 1);
  const std::size_t at = text.find('@');
  std::string_view name = text.substr(0, at);
  const std::size_t colon = name.rfind(':');
  const bool has_tag = colon != name.npos && name.find('/', colon) == name.npos;
  const std::string_view tag = has_tag ? name.substr(colon + 1) : std::string_view();
  if (has_tag) name = name.substr(0, colon);
  add("name", old.empty() ? name : old);
  if (!old.empty()) add("newName", name);
  if (at != text.npos) {
    add("digest", text.substr(at + 1));
  } else if (has_tag) {
    add("newTag", tag);
  }
  return yaml::map_record(arena, entries, written.span());
}

Record replica(yaml::Arena& arena, Node written) {
  std::vector<Entry> entries;
  for (const auto [key, value] : written.entries()) {
    const bool is_count = key.text() == "count";
    entries.push_back({*key.record(), is_count
                                          ? yaml::plain_record(arena, value.text(), value.span())
                                          : *value.record()});
  }
  return yaml::map_record(arena, entries, written.span());
}

}  // namespace

Node application_overlay(Node kustomize, yaml::Arena& arena) {
  std::vector<Entry> entries;
  const bool keeps_selectors = kustomize["labelWithoutSelector"].as_bool().value_or(false);
  for (const auto [key, value] : kustomize.entries()) {
    if (!says_something(value)) continue;
    const std::string_view field = key.text();
    if (field == "images" || field == "replicas") {
      std::vector<Record> items;
      for (const Node item : value) {
        items.push_back(field == "images" ? image(arena, item) : replica(arena, item));
      }
      entries.push_back({*key.record(), yaml::list_record(arena, items, value.span())});
    } else if (field == "commonLabels" && keeps_selectors) {
      std::vector<Entry> label = {
          {yaml::string_record(arena, "pairs", key.span()), *value.record()}};
      if (const Node templates = kustomize["labelIncludeTemplates"]) {
        label.push_back(
            {yaml::string_record(arena, "includeTemplates", key.span()), *templates.record()});
      }
      const std::array<Record, 1> labels = {yaml::map_record(arena, label, value.span())};
      entries.push_back({yaml::string_record(arena, "labels", key.span()),
                         yaml::list_record(arena, labels, value.span())});
    } else if (field == "namePrefix" || field == "nameSuffix" || field == "namespace" ||
               field == "commonLabels" || field == "commonAnnotations" || field == "patches" ||
               field == "components") {
      entries.push_back({*key.record(), *value.record()});
    }
  }
  if (entries.empty()) return {};
  return yaml::place(arena, yaml::map_record(arena, entries, kustomize.span()));
}

}  // namespace meshlint::argocd
