#include "kustomize/object.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "kustomize/scope.h"
#include "yaml/build.h"

namespace meshlint::kustomize {
namespace {

constexpr std::size_t kMaxPreviousIds = 256;

// kustomize's own annotations, which it removes from its output.
constexpr std::string_view kBuildPrefix = "internal.config.kubernetes.io/";

// The items of a comma-separated list in such an annotation.
std::vector<std::string_view> build_list(yaml::Node annotations, std::string_view name) {
  std::vector<std::string_view> items;
  std::string_view rest = annotations[std::string(kBuildPrefix).append(name)].text();
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(','), rest.size());
    items.push_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return items;
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
  // Only the first id and the set of ids matter, so many patches in a row need not make it long.
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
  return kustomize::share(arena, value, shared);
}

void Object::spread_shared(yaml::Arena& arena, yaml::Node before) {
  if (const auto record = with_shared_changes(arena, before, root, shared)) replace(arena, *record);
}

void Object::take_build_annotations(yaml::Arena& arena) {
  const yaml::Node metadata = root["metadata"];
  const yaml::Node annotations = metadata["annotations"];
  std::vector<yaml::Entry> kept;
  for (const auto [key, value] : annotations.entries()) {
    if (!key.text().starts_with(kBuildPrefix)) kept.push_back({*key.record(), *value.record()});
  }
  if (kept.size() == annotations.size()) return;
  const auto names = build_list(annotations, "previousNames");
  const auto namespaces = build_list(annotations, "previousNamespaces");
  const auto kinds = build_list(annotations, "previousKinds");
  for (std::size_t i = 0; i < names.size() && i < namespaces.size() && i < kinds.size(); ++i) {
    previous.push_back({.name = names[i], .ns = namespaces[i], .kind = kinds[i]});
  }
  prefixes = build_list(annotations, "prefixes");
  suffixes = build_list(annotations, "suffixes");
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

}  // namespace meshlint::kustomize
