#include "kustomize/objects.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace meshlint::kustomize {
namespace {

// The readers reject NUL bytes, so one separates the parts of a key.
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

// An object whose id changed is at the end of its new list, possibly as a duplicate.
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
