#include "kustomize/object.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "kustomize/field_path.h"
#include "kustomize/map_index.h"
#include "kustomize/scope.h"
#include "yaml/build.h"

namespace meshlint::kustomize {
namespace {

// What became of an object's shared values, and the tree in which it stands in all their places.
class SharedChanges {
 public:
  SharedChanges(yaml::Arena& arena, Object& object) : arena_(arena), object_(object) {}

  void collect(yaml::Node before, yaml::Node after) {
    if (is_same(before, after)) return;
    if (before.is_scalar() && after.is_scalar()) {
      const char* const text = before.record()->text;
      const auto at = std::ranges::find(object_.shared, text);
      if (at == object_.shared.end() || after.record()->text == text) return;
      object_.shared.erase(at);
      changes_.push_back({text, object_.share(arena_, *after.record())});
    } else if (before.is_map() && after.is_map() && before.span() == after.span()) {
      const MapIndex others(after);  // a map of another span has taken the place of the old one
      for (const auto [key, value] : before.entries()) collect(value, others[key.text()]);
    } else if (before.is_list() && after.is_list() && before.size() == after.size()) {
      for (std::size_t i = 0; i < before.size(); ++i) collect(before.item(i), after.item(i));
    }
  }

  // Nothing if `after` stays as it is.
  std::optional<yaml::Record> applied(yaml::Node before, yaml::Node after) const {
    if (changes_.empty()) return std::nullopt;
    if (after.is_scalar()) {
      const yaml::Record* const change = change_of(after);
      const yaml::Record* const own = change != nullptr ? change : change_of(before);
      return own == nullptr ? std::nullopt : std::optional(*own);
    }
    if (after.is_list()) {
      std::size_t i = 0;
      return rewrite_items(arena_, after,
                           [&](yaml::Node item) { return applied(before.item(i++), item); });
    }
    const MapIndex others(before);
    std::vector<yaml::Entry> entries;
    bool is_changed = false;
    for (const auto [key, value] : after.entries()) {
      const std::optional<yaml::Record> fresh = applied(others[key.text()], value);
      is_changed |= fresh.has_value();
      entries.push_back({*key.record(), fresh.value_or(*value.record())});
    }
    if (!is_changed) return std::nullopt;
    yaml::Record result = yaml::map_record(arena_, entries, after.span());
    result.style = after.style();
    return result;
  }

 private:
  struct Change {
    const char* text;
    yaml::Record value;
  };

  static bool is_same(yaml::Node a, yaml::Node b) {
    return a == b || (a && b && a.kind() == b.kind() && a.record()->text == b.record()->text &&
                      a.record()->size == b.record()->size);
  }

  const yaml::Record* change_of(yaml::Node node) const {
    if (!node.is_scalar()) return nullptr;
    const auto found = std::ranges::find_if(
        changes_, [&](const Change& change) { return change.text == node.record()->text; });
    return found == changes_.end() ? nullptr : &found->value;
  }

  yaml::Arena& arena_;
  Object& object_;
  std::vector<Change> changes_;
};

}  // namespace
namespace {

constexpr std::size_t kMaxPreviousIds = 256;

// No name holds a NUL byte that a reader let through, so it separates the parts of a key.
std::string key_of(std::string_view a, std::string_view b) {
  std::string key;
  key.reserve(a.size() + b.size() + 1);
  key.append(a).append(1, '\0').append(b);
  return key;
}

std::string id_of(const Object& object) {
  std::string key = key_of(object.api_version, object.kind);
  key.append(1, '\0').append(object.effective_namespace());
  key.append(1, '\0').append(object.name);
  return key;
}

// An object whose id changed is at the end of its new entries, perhaps twice.
std::vector<std::uint32_t> entries_of(
    const std::unordered_map<std::string, std::vector<std::uint32_t>>& index,
    const std::string& key) {
  const auto found = index.find(key);
  if (found == index.end()) return {};
  std::vector<std::uint32_t> entries = found->second;
  if (!std::ranges::is_sorted(entries)) std::ranges::sort(entries);
  const auto rest = std::ranges::unique(entries);
  entries.erase(rest.begin(), rest.end());
  return entries;
}

void add_once(std::vector<std::uint32_t>& entries, std::uint32_t at) {
  if (entries.empty() || entries.back() != at) entries.push_back(at);
}

}  // namespace

std::string_view effective_namespace(bool is_cluster_scoped, std::string_view ns) {
  if (is_cluster_scoped) return "_non_namespaceable_";
  return ns.empty() ? "default" : ns;
}

Object Object::of(yaml::Node root, text::Span listed_at) {
  Object object;
  object.root = root;
  object.source = root.record();
  object.listed_at = listed_at;
  const yaml::Node metadata = root["metadata"];
  object.api_version = root["apiVersion"].text();
  object.kind = root["kind"].text();
  object.name = metadata["name"].text();
  object.ns = metadata["namespace"].text();
  return object;
}

bool Object::is_cluster_scoped() const { return kustomize::is_cluster_scoped(api_version, kind); }

std::string_view Object::effective_namespace() const {
  return kustomize::effective_namespace(is_cluster_scoped(), ns);
}

PreviousId Object::original() const {
  if (!previous.empty()) return previous.front();
  return {.name = name, .ns = effective_namespace(), .kind = kind};
}

void Object::remember_id() {
  const PreviousId id{.name = name, .ns = effective_namespace(), .kind = kind};
  // Many patches in a row must not make it long; only the first id and the set of ids count.
  if (previous.size() < kMaxPreviousIds && std::ranges::find(previous, id) == previous.end()) {
    previous.push_back(id);
  }
}

bool Object::has_id(const PreviousId& id) const {
  return id == PreviousId{.name = name, .ns = effective_namespace(), .kind = kind} ||
         std::ranges::find(previous, id) != previous.end();
}

void Object::replace(yaml::Arena& arena, const yaml::Record& record) {
  root = yaml::place(arena, record);
  const Object fresh = of(root, listed_at);
  api_version = fresh.api_version;
  kind = fresh.kind;
  name = fresh.name;
  ns = fresh.ns;
}

yaml::Record Object::share(yaml::Arena& arena, const yaml::Record& value) {
  // Even an empty text needs an address of its own.
  const std::string_view text(value.text, value.size);
  yaml::Record result = value;
  result.text = arena.copy(text.empty() ? " " : text).data();
  shared.push_back(result.text);
  return result;
}

void Object::spread_shared(yaml::Arena& arena, yaml::Node before) {
  if (shared.empty() || before == root) return;
  SharedChanges changes(arena, *this);
  changes.collect(before, root);
  if (const auto record = changes.applied(before, root)) replace(arena, *record);
}

void Object::take_build_annotations(yaml::Arena& arena) {
  constexpr std::string_view kPrefix = "internal.config.kubernetes.io/";
  const yaml::Node metadata = root["metadata"];
  const yaml::Node annotations = metadata["annotations"];
  std::vector<yaml::Entry> kept;
  const auto list_of = [&](std::string_view key) {
    std::vector<std::string_view> items;
    std::string_view rest = annotations[std::string(kPrefix).append(key)].text();
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(','), rest.size());
      items.push_back(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return items;
  };
  for (const auto [key, value] : annotations.entries()) {
    if (!key.text().starts_with(kPrefix)) kept.push_back({*key.record(), *value.record()});
  }
  if (kept.size() == annotations.size()) return;
  const auto names = list_of("previousNames");
  const auto namespaces = list_of("previousNamespaces");
  const auto kinds = list_of("previousKinds");
  for (std::size_t i = 0; i < names.size() && i < namespaces.size() && i < kinds.size(); ++i) {
    previous.push_back({.name = names[i], .ns = namespaces[i], .kind = kinds[i]});
  }
  prefixes = list_of("prefixes");
  suffixes = list_of("suffixes");
  const yaml::Record inner =
      kept.empty() ? yaml::without_entry(arena, metadata, "annotations")
                   : yaml::with_entry(arena, metadata, *metadata.key("annotations").record(),
                                      yaml::map_record(arena, kept, annotations.span()));
  replace(arena, yaml::with_entry(arena, root, *root.key("metadata").record(), inner));
}

void Object::restore_identity(yaml::Arena& arena, yaml::Node before) {
  yaml::Record fresh = *root.record();
  const auto restore = [&](yaml::Node from, yaml::Record& into, std::string_view key) {
    const yaml::Node value = from[key];
    if (value && !yaml::Node(&into)[key]) {
      into = yaml::with_entry(arena, yaml::Node(&into), *from.key(key).record(), *value.record());
      return true;
    }
    return false;
  };
  bool is_changed = restore(before, fresh, "apiVersion");
  is_changed |= restore(before, fresh, "kind");
  is_changed |= restore(before, fresh, "metadata");
  const yaml::Node metadata = yaml::Node(&fresh)["metadata"];
  if (metadata.is_map()) {
    yaml::Record inner = *metadata.record();
    bool is_inner_changed = restore(before["metadata"], inner, "name");
    is_inner_changed |= restore(before["metadata"], inner, "namespace");
    if (is_inner_changed) {
      fresh = yaml::with_entry(arena, yaml::Node(&fresh),
                               *yaml::Node(&fresh).key("metadata").record(), inner);
      is_changed = true;
    }
  }
  if (is_changed) replace(arena, fresh);
}

model::Resource Object::resource() const {
  return {.root = root, .api_version = api_version, .kind = kind, .name = name, .ns = ns};
}

const Object* Objects::same_id(const Object& object) {
  index_all_ids();
  const std::string id = id_of(object);
  const auto found = by_id_.find(id);
  if (found == by_id_.end()) return nullptr;
  const Object& other = objects_[found->second];
  return other.is_removed || id_of(other) != id ? nullptr : &other;
}

void Objects::add(Object object) {
  objects_.push_back(std::move(object));
  note_changed_id(static_cast<std::uint32_t>(objects_.size() - 1));
}

std::vector<std::uint32_t> Objects::named(std::string_view kind, std::string_view name) {
  index_all_names();
  return entries_of(by_kind_and_name_, key_of(kind, name));
}

std::vector<std::uint32_t> Objects::with_any_id(const Object& wanted) {
  const PreviousId id{.name = wanted.name, .ns = wanted.effective_namespace(), .kind = wanted.kind};
  std::vector<std::uint32_t> result;
  for (const std::uint32_t i : named(wanted.kind, wanted.name)) {
    const Object& object = objects_[i];
    if (object.is_removed || object.api_version != wanted.api_version) continue;
    if (object.has_id(id)) result.push_back(i);
  }
  return result;
}

std::vector<std::uint32_t> Objects::of_kind(std::string_view kind) {
  index_all_names();
  return entries_of(by_kind_, std::string(kind));
}

std::vector<std::uint32_t> Objects::of_name(std::string_view name) {
  index_all_names();
  return entries_of(by_name_, std::string(name));
}

void Objects::note_changed_id(std::uint32_t index_of_object) {
  if (has_ids_) index_id(index_of_object);
  if (has_names_) index_names(index_of_object);
}

void Objects::forget_indexes() {
  by_id_.clear();
  by_kind_and_name_.clear();
  by_kind_.clear();
  by_name_.clear();
  has_ids_ = has_names_ = false;
}

void Objects::index_all_ids() {
  if (has_ids_) return;
  has_ids_ = true;
  for (std::size_t i = 0; i < objects_.size(); ++i) index_id(static_cast<std::uint32_t>(i));
}

void Objects::index_all_names() {
  if (has_names_) return;
  has_names_ = true;
  for (std::size_t i = 0; i < objects_.size(); ++i) index_names(static_cast<std::uint32_t>(i));
}

void Objects::index_id(std::uint32_t at) {
  const Object& object = objects_[at];
  if (object.is_removed) return;
  const std::string id = id_of(object);
  const auto [entry, is_new] = by_id_.emplace(id, at);
  if (!is_new && id_of(objects_[entry->second]) != id) entry->second = at;
}

void Objects::index_names(std::uint32_t at) {
  const Object& object = objects_[at];
  if (object.is_removed) return;
  add_once(by_kind_[std::string(object.kind)], at);
  add_once(by_name_[std::string(object.name)], at);
  add_once(by_kind_and_name_[key_of(object.kind, object.name)], at);
  for (const PreviousId& before : object.previous) {
    add_once(by_kind_[std::string(before.kind)], at);
    add_once(by_name_[std::string(before.name)], at);
    add_once(by_kind_and_name_[key_of(before.kind, before.name)], at);
  }
}

}  // namespace meshlint::kustomize
