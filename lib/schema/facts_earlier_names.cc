#include "schema/facts_earlier_names.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "schema/structure.h"

namespace meshlint::schema {
namespace {

using draft::Draft;
using draft::kNoType;
using draft::TypeId;

// Walks the draft together with `before`. A type that is reached next to several earlier types is
// copied once for each, because each copy may get another name.
class EarlierNames {
 public:
  EarlierNames(const Draft& draft, const Draft& before) : draft_(draft), before_(before) {}

  Draft copy();

 private:
  struct Pair {
    TypeId id;
    TypeId earlier;  // kNoType if there was none
    TypeId target;   // in the copy
  };

  TypeId take(TypeId id, TypeId earlier);
  void take_kinds();
  void copy_type(const Pair& pair);
  TypeId earlier_type_of(const draft::Field& field, const draft::Type& earlier) const;
  void keep_one_structure_per_name();

  const Draft& draft_;
  const Draft& before_;
  Draft copy_;
  std::map<std::pair<TypeId, TypeId>, TypeId> copied_;
  std::deque<Pair> open_;
  std::set<TypeId> roots_;
};

// The copy of the type at the place of `earlier`; its content is filled in later.
TypeId EarlierNames::take(TypeId id, TypeId earlier) {
  const auto [at, is_new] =
      copied_.try_emplace({id, earlier}, static_cast<TypeId>(copy_.types.size()));
  if (is_new) {
    copy_.add({});
    open_.push_back({id, earlier, at->second});
  }
  return at->second;
}

void EarlierNames::take_kinds() {
  for (draft::Kind& kind : copy_.kinds) {
    const auto same = std::ranges::find_if(before_.kinds, [&](const draft::Kind& old) {
      return old.name == kind.name && old.group == kind.group;
    });
    for (draft::ApiVersion& api : kind.versions) {
      TypeId old = kNoType;
      if (same != before_.kinds.end() && !same->versions.empty()) {
        old = same->versions.front().root;
        for (const draft::ApiVersion& old_api : same->versions) {
          if (old_api.name == api.name) old = old_api.root;
        }
      }
      api.root = take(api.root, old);
      roots_.insert(api.root);
    }
  }
}

TypeId EarlierNames::earlier_type_of(const draft::Field& field, const draft::Type& earlier) const {
  const TypeKind kind = draft_.types[field.type].kind;
  TypeId found = kNoType;
  for (const draft::Field& candidate : earlier.fields) {
    if (candidate.name != field.name) continue;
    // A type doesn't get the name of another kind of type.
    if (before_.types[candidate.type].kind == kind) found = candidate.type;
  }
  return found;
}

void EarlierNames::copy_type(const Pair& pair) {
  draft::Type type = draft_.types[pair.id];
  const draft::Type* const old = pair.earlier == kNoType ? nullptr : &before_.types[pair.earlier];
  if (old != nullptr && type.name.empty() && !old->name.empty() && !roots_.contains(pair.target))
    type.name = old->name;
  if (type.element != kNoType)
    type.element = take(type.element, old == nullptr ? kNoType : old->element);
  for (draft::Field& field : type.fields)
    field.type = take(field.type, old == nullptr ? kNoType : earlier_type_of(field, *old));
  for (draft::Facet& facet : type.facets) {
    for (TypeId& part : facet.types) part = take(part, kNoType);
  }
  copy_.types[pair.target] = std::move(type);
}

// A name is kept for one structure only: the one with the most types.
void EarlierNames::keep_one_structure_per_name() {
  const std::vector<std::uint32_t> structures = structure_classes(copy_, TypeNames::kIgnore);
  std::map<std::string, std::map<std::uint32_t, std::size_t>> by_name;
  for (TypeId id = 0; id < copy_.types.size(); ++id) {
    const std::string& name = copy_.types[id].name;
    if (!name.empty() && name.find('.') == std::string::npos) ++by_name[name][structures[id]];
  }
  for (TypeId id = 0; id < copy_.types.size(); ++id) {
    std::string& name = copy_.types[id].name;
    const auto found = by_name.find(name);
    if (found == by_name.end() || roots_.contains(id)) continue;
    const auto places = [](const auto& entry) { return entry.second; };
    const auto most = std::ranges::max_element(found->second, {}, places);
    if (structures[id] != most->first) name.clear();
  }
}

Draft EarlierNames::copy() {
  copy_.kinds = draft_.kinds;
  copy_.named_types = draft_.named_types;
  take_kinds();
  for (draft::NamedType& named : copy_.named_types) named.type = take(named.type, kNoType);
  while (!open_.empty()) {
    const Pair pair = open_.front();
    open_.pop_front();
    copy_type(pair);
  }
  keep_one_structure_per_name();
  return std::move(copy_);
}

}  // namespace

Draft with_earlier_names(const Draft& draft, const Draft& before) {
  return EarlierNames(draft, before).copy();
}

}  // namespace meshlint::schema
