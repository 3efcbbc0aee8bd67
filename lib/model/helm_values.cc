#include "model/helm_values.h"

#include <algorithm>
#include <charconv>

#include "yaml/build.h"

namespace meshlint::model {
namespace {

using yaml::Entry;
using yaml::Node;
using yaml::Record;

// Helm refuses larger ones as well; far below, since a list is filled up with nulls.
constexpr std::size_t kLargestIndex = 1024;
constexpr std::size_t kDeepestName = 64;

// One step of a parameter's name: a key, or an index into a list.
struct Step {
  std::string key;
  std::size_t index = 0;
  bool is_index = false;
};

std::vector<Step> steps_of(std::string_view name) {
  std::vector<Step> steps;
  std::string key;
  const auto end_key = [&] {
    if (!key.empty()) steps.push_back({.key = std::exchange(key, {})});
  };
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] == '\\' && i + 1 < name.size()) {
      key += name[++i];
    } else if (name[i] == '.') {
      end_key();
    } else if (name[i] == '[') {
      end_key();
      std::size_t index = 0;
      const char* const end = name.data() + name.size();
      const auto [at, error] = std::from_chars(name.data() + i + 1, end, index);
      if (error != std::errc() || at == end || *at != ']' || index > kLargestIndex) return {};
      steps.push_back({.index = index, .is_index = true});
      i = static_cast<std::size_t>(at - name.data());
    } else {
      key += name[i];
    }
  }
  end_key();
  if (steps.size() > kDeepestName) steps.clear();
  return steps;
}

Record with_step(yaml::Arena& arena, Node at, std::span<const Step> steps, const Record& value) {
  if (steps.empty()) return value;
  const Step& step = steps.front();
  if (!step.is_index) {
    const Record child = with_step(arena, at[step.key], steps.subspan(1), value);
    return with_entry(arena, at, yaml::string_record(arena, step.key, value.span), child);
  }
  std::vector<Record> items;
  for (const Node item : at) items.push_back(*item.record());
  if (items.size() <= step.index) items.resize(step.index + 1, yaml::null_record(value.span));
  items[step.index] = with_step(arena, at.item(step.index), steps.subspan(1), value);
  return yaml::list_record(arena, items, value.span);
}

Node merge(yaml::Arena& arena, Node base, Node over) {
  if (!base.is_map() || !over.is_map()) return over;
  std::vector<Entry> entries;
  entries.reserve(base.size() + over.size());
  for (const auto [key, value] : base.entries()) {
    const Node replacement = over[key.text()];
    entries.push_back(
        {*key.record(), *(replacement ? merge(arena, value, replacement) : value).record()});
  }
  for (const auto [key, value] : over.entries()) {
    if (!base.key(key.text())) entries.push_back({*key.record(), *value.record()});
  }
  return place(arena, yaml::map_record(arena, entries, over.span()));
}

// The file that an entry of `valueFiles` names, or null.
const ManifestFile* value_file(std::string_view entry, const ValueFiles& files) {
  std::optional<std::string> path;
  if (entry.starts_with('$')) {
    const std::size_t slash = std::min(entry.find('/'), entry.size());
    const std::string_view ref = entry.substr(1, slash - 1);
    if (std::ranges::find(files.own_refs, ref) == files.own_refs.end()) return nullptr;
    path = join("", entry.substr(std::min(slash + 1, entry.size())));
  } else if (files.directory) {
    path = entry.starts_with('/') ? join("", entry.substr(1)) : join(*files.directory, entry);
  }
  return path ? files.workspace->file(*path) : nullptr;
}

}  // namespace

Node merged_values(yaml::Arena& arena, Node base, Node over) {
  if (!base || base.is_null()) return over;
  if (!over || over.is_null()) return base;
  return merge(arena, base, over);
}

Node with_parameter(yaml::Arena& arena, Node values, std::string_view name, Node value,
                    bool is_string) {
  const std::vector<Step> steps = steps_of(name);
  if (steps.empty() || !value.is_scalar()) return values;
  Record leaf = *value.record();
  leaf.type = is_string ? yaml::ScalarType::kString : yaml::resolve_plain(value.text());
  // Helm knows only the words true and false as booleans.
  if (leaf.type == yaml::ScalarType::kBool && value.text() != "true" && value.text() != "false") {
    leaf.type = yaml::ScalarType::kString;
  }
  return place(arena, with_step(arena, values, steps, leaf));
}

HelmValues helm_values(Node helm, const ValueFiles& files, yaml::Arena& arena,
                       std::vector<yaml::File>& embedded) {
  HelmValues result;
  for (const Node entry : helm["valueFiles"]) {
    const ManifestFile* const file = value_file(entry.text(), files);
    if (file == nullptr || file->yaml.documents.empty()) {
      result.is_complete = false;
      continue;
    }
    result.values = merged_values(arena, result.values, file->yaml.documents.front().root);
  }
  if (const Node object = helm["valuesObject"]; object.is_map()) {
    result.values = merged_values(arena, result.values, object);
  } else if (const Node text = helm["values"]; text.is_scalar() && !text.is_null()) {
    const text::Source& outer = files.workspace->sources()[text.span().source];
    yaml::File file = yaml::parse_embedded(text, outer);
    if (!file.documents.empty() && file.documents.front().root.is_map()) {
      result.values = merged_values(arena, result.values, file.documents.front().root);
    } else if (!file.problems.empty()) {
      result.is_complete = false;
    }
    embedded.push_back(std::move(file));
  }
  for (const Node parameter : helm["parameters"]) {
    result.values =
        with_parameter(arena, result.values, parameter["name"].text(), parameter["value"],
                       parameter["forceString"].as_bool().value_or(false));
  }
  if (!helm["fileParameters"].empty()) result.is_complete = false;
  return result;
}

}  // namespace meshlint::model
