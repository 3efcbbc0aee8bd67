#include "schema/facts_names.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstddef>
#include <deque>
#include <utility>

#include "schema/structure.h"

namespace meshlint::schema {
namespace {

using draft::Draft;
using draft::kNoType;
using draft::TypeId;

// Bodies nested deeper than this get a name to stay readable.
constexpr std::size_t kDeepestInline = 4;
// A body longer than this that is used several times gets a name.
constexpr std::size_t kLongestRepeated = 40;

std::string camel(std::string_view text) {
  std::string out;
  bool starts = true;
  for (const char c : text) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool is_digit = c >= '0' && c <= '9';
    if (!is_letter && !is_digit) {
      starts = true;
      continue;
    }
    out += starts && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    starts = false;
  }
  if (out.empty() || out.front() < 'A' || out.front() > 'Z') out.insert(0, "T");
  return out;
}

// The name of an item: "container" for "containers".
std::string singular(std::string_view text) {
  const auto ends = [&](std::string_view end) { return text.ends_with(end); };
  if (text.size() > 4 && ends("ies")) return std::string(text.substr(0, text.size() - 3)) + 'y';
  if (ends("sses") || ends("xes") || ends("ches") || ends("shes"))
    return std::string(text.substr(0, text.size() - 2));
  if (text.size() > 3 && ends("s") && !ends("ss") && !ends("us") && !ends("is"))
    return std::string(text.substr(0, text.size() - 1));
  return std::string(text);
}

// The last part of a definition's name: "io.k8s.api.core.v1.PodSpec" is a "PodSpec".
std::string definition_name(std::string_view full) {
  const std::string_view last = full.substr(full.rfind('.') + 1);
  // The metadata of an embedded object, whose `name` is optional.
  if (full.ends_with(".meta.v1.ObjectMeta")) return "PartialObjectMeta";
  return camel(last);
}

// With the version before it: "PodSpecV1".
std::string versioned_definition_name(std::string_view full) {
  const std::size_t end = full.rfind('.');
  if (end == std::string_view::npos) return definition_name(full);
  const std::string_view before = full.substr(0, end);
  return definition_name(full) + camel(before.substr(before.rfind('.') + 1));
}

class TypeNaming {
 public:
  TypeNaming(const Draft& draft, const std::set<std::string, std::less<>>& taken_shared,
             bool shares_types)
      : draft_(draft), taken_shared_(taken_shared) {
    chosen_.shares_types = shares_types;
  }

  ChosenNames choose();

 private:
  struct Place {  // where a class was met first
    std::vector<std::string> path;
    bool is_item = false;
  };

  const draft::Type& type(TypeId id) const { return draft_.types[id]; }
  std::uint32_t class_of(TypeId id) const { return chosen_.class_of(id); }

  void find_uses();
  void find_groups();
  void choose_named();
  void choose_type_names();
  void choose_root_names();
  bool is_used(std::string_view name, bool is_shared) const {
    return used_.contains(name) || (is_shared && taken_shared_.contains(name));
  }
  std::string free_name(const Place& place, bool is_shared) const;
  std::size_t length(TypeId id) const;

  const Draft& draft_;
  const std::set<std::string, std::less<>>& taken_shared_;
  ChosenNames chosen_;
  std::map<std::uint32_t, std::size_t> uses_;
  std::map<std::uint32_t, Place> places_;
  std::vector<std::uint32_t> order_;  // as met, breadth first
  std::set<std::uint32_t> named_;
  std::set<std::string, std::less<>> used_;
};

void TypeNaming::find_uses() {
  struct Visit {
    TypeId id;
    Place place;
  };
  std::deque<Visit> open;
  std::set<std::uint32_t> seen;
  const auto meet = [&](TypeId id, Place place) {
    const std::uint32_t number = class_of(id);
    ++uses_[number];
    if (!seen.insert(number).second) return;
    chosen_.first[number] = id;
    order_.push_back(number);
    places_[number] = place;
    open.push_back({id, std::move(place)});
  };
  const auto meet_parts = [&](TypeId id, const Place& place, bool is_root) {
    const draft::Type& type = draft_.types[id];
    for (const draft::Field& field : type.fields) {
      if (is_root && is_root_field(field.name)) continue;
      Place below{place.path, false};
      below.path.push_back(field.name);
      meet(field.type, std::move(below));
    }
    if (type.element != kNoType) meet(type.element, {place.path, true});
    for (const draft::Facet& facet : type.facets) {
      for (const TypeId part : facet.types) {
        Place below{place.path, false};
        below.path.emplace_back("condition");
        meet(part, std::move(below));
      }
    }
  };
  std::set<std::uint32_t> roots;
  for (const draft::Kind& kind : draft_.kinds) {
    for (const draft::ApiVersion& api : kind.versions) {
      if (roots.insert(class_of(api.root)).second) meet_parts(api.root, {{kind.name}, false}, true);
    }
  }
  for (const draft::NamedType& named : draft_.named_types) meet(named.type, {{named.name}, false});
  while (!open.empty()) {
    const Visit visit = std::move(open.front());
    open.pop_front();
    meet_parts(visit.id, visit.place, false);
  }
}

void TypeNaming::find_groups() {
  for (const draft::Kind& kind : draft_.kinds) {
    std::vector<TypeId> stack;
    std::set<std::uint32_t> visited;
    for (const draft::ApiVersion& api : kind.versions) {
      for (const draft::Field& field : type(api.root).fields) {
        if (!is_root_field(field.name)) stack.push_back(field.type);
      }
      for (const draft::Facet& facet : type(api.root).facets)
        stack.insert(stack.end(), facet.types.begin(), facet.types.end());
    }
    while (!stack.empty()) {
      const TypeId id = stack.back();
      stack.pop_back();
      if (!visited.insert(class_of(id)).second) continue;
      chosen_.groups[class_of(id)].insert(kind.group);
      const std::vector<TypeId> parts = parts_of(type(id));
      stack.insert(stack.end(), parts.begin(), parts.end());
    }
  }
}

// A rough length of the written body; stops counting once it is above kLongestRepeated.
std::size_t TypeNaming::length(TypeId id) const {
  std::size_t total = 0;
  std::vector<TypeId> stack = {id};
  while (!stack.empty() && total <= kLongestRepeated) {
    const draft::Type& at = type(stack.back());
    stack.pop_back();
    total += 6;
    for (const draft::Field& field : at.fields) total += field.name.size() + 4;
    for (const draft::Facet& facet : at.facets) {
      if (facet.kind == FacetKind::kFormat) continue;
      total += 14 + facet.text.size();
      for (const std::string& name : facet.names) total += name.size() + 2;
    }
    const std::vector<TypeId> parts = parts_of(at);
    stack.insert(stack.end(), parts.begin(), parts.end());
  }
  return total;
}

void TypeNaming::choose_named() {
  for (const std::uint32_t number : order_) {
    const draft::Type& at = type(chosen_.first[number]);
    const bool is_container = (at.kind == TypeKind::kList || at.kind == TypeKind::kMap);
    // A list of a named type is short without a name of its own, and two numbers with one limit
    // may be chance.
    const std::size_t most_uses = at.kind == TypeKind::kObject ? 1 : 2;
    const bool is_repeated = uses_[number] > most_uses && !is_container &&
                             length(chosen_.first[number]) > kLongestRepeated;
    if (!at.name.empty() || is_repeated) named_.insert(number);
  }
  // Walks from the types with a name to those that refer to themselves or are nested too deep.
  struct Visit {
    TypeId id;
    std::size_t depth;
    bool leaves;
  };
  std::vector<Visit> stack;
  std::set<std::uint32_t> on_path;
  std::set<std::uint32_t> done;
  const auto walk = [&](TypeId from) {
    stack.push_back({from, 0, false});
    while (!stack.empty()) {
      const Visit visit = stack.back();
      stack.pop_back();
      const std::uint32_t number = class_of(visit.id);
      if (visit.leaves) {
        on_path.erase(number);
        continue;
      }
      const draft::Type& at = type(visit.id);
      std::size_t depth = visit.depth;
      if (depth > 0) {
        if (on_path.contains(number)) named_.insert(number);
        if (named_.contains(number)) continue;
        const bool is_object = at.kind == TypeKind::kObject && !at.fields.empty();
        if (is_object && depth > kDeepestInline) {
          named_.insert(number);
          continue;
        }
        depth += is_object ? 1 : 0;
      } else {
        depth = 1;
      }
      on_path.insert(number);
      stack.push_back({visit.id, 0, true});
      for (const TypeId part : parts_of(at)) stack.push_back({part, depth, false});
    }
  };
  for (const draft::Kind& kind : draft_.kinds) {
    for (const draft::ApiVersion& api : kind.versions) walk(api.root);
  }
  std::size_t before = 0;
  while (before != named_.size()) {
    before = named_.size();
    for (const std::uint32_t number : order_) {
      if (named_.contains(number) && done.insert(number).second) walk(chosen_.first[number]);
    }
  }
}

std::string TypeNaming::free_name(const Place& place, bool is_shared) const {
  std::string name;
  for (std::size_t i = place.path.size(); i-- > 0;) {
    const bool is_last = i + 1 == place.path.size();
    name = camel(is_last && place.is_item ? singular(place.path[i]) : place.path[i]) + name;
    // These mean nothing without the name of their parent.
    const bool is_vague = name == "Spec" || name == "Template" || name == "Condition";
    if (!is_used(name, is_shared) && !(is_vague && i > 0)) return name;
  }
  for (std::size_t i = 2;; ++i) {
    std::string numbered = fmt::format("{}{}", name, i);
    if (!is_used(numbered, is_shared)) return numbered;
  }
}

void TypeNaming::choose_type_names() {
  const auto is_definition = [](const std::string& name) {
    return name.find('.') != std::string::npos;
  };
  const auto give = [&](std::uint32_t number, std::string name) {
    used_.insert(name);
    chosen_.names.emplace(number, std::move(name));
  };
  for (const std::uint32_t number : order_) {
    const std::string& name = type(chosen_.first[number]).name;
    if (named_.contains(number) && !name.empty() && !is_definition(name) &&
        !is_used(name, chosen_.is_shared(number)))
      give(number, name);
  }
  // Of definitions with the same last part, the one of the most stable API has the plain name.
  std::map<std::string, std::vector<std::uint32_t>> definitions;
  for (const std::uint32_t number : order_) {
    const std::string& name = type(chosen_.first[number]).name;
    if (named_.contains(number) && is_definition(name))
      definitions[definition_name(name)].push_back(number);
  }
  for (auto& [name, numbers] : definitions) {
    const auto rank = [&](std::uint32_t number) {
      const std::string& full = type(chosen_.first[number]).name;
      const bool is_final =
          full.find("alpha") == std::string::npos && full.find("beta") == std::string::npos;
      return std::pair(!is_final, full);
    };
    std::ranges::stable_sort(numbers, {}, rank);
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      const std::string& full = type(chosen_.first[numbers[i]]).name;
      std::string candidate = i == 0 ? name : versioned_definition_name(full);
      const bool is_apart = chosen_.is_shared(numbers[i]);
      if (is_used(candidate, is_apart)) candidate = free_name({{candidate, ""}, false}, is_apart);
      give(numbers[i], std::move(candidate));
    }
  }
  for (const std::uint32_t number : order_) {
    if (named_.contains(number) && !chosen_.names.contains(number))
      give(number, free_name(places_[number], chosen_.is_shared(number)));
  }
}

void TypeNaming::choose_root_names() {
  for (const draft::Kind& kind : draft_.kinds) {
    for (const draft::ApiVersion& api : kind.versions) {
      if (class_of(api.root) == class_of(kind.versions.front().root)) continue;
      std::string name = camel(kind.name) + camel(api.name);
      const bool is_known = std::ranges::any_of(kind.versions, [&](const draft::ApiVersion& other) {
        return other.root == api.root && chosen_.root_names.contains(other.root);
      });
      if (is_known) continue;
      if (is_used(name, false)) name = free_name({{api.name, kind.name, "Root"}, false}, false);
      used_.insert(name);
      chosen_.root_names.emplace(api.root, std::move(name));
    }
  }
}

ChosenNames TypeNaming::choose() {
  chosen_.classes = structure_classes(draft_);
  find_uses();
  find_groups();
  choose_named();
  choose_type_names();
  choose_root_names();
  return std::move(chosen_);
}

}  // namespace

ChosenNames choose_names(const Draft& draft, const std::set<std::string, std::less<>>& taken_shared,
                         bool shares_types) {
  return TypeNaming(draft, taken_shared, shares_types).choose();
}

bool is_root_field(std::string_view name) {
  return name == "apiVersion" || name == "kind" || name == "metadata";
}

}  // namespace meshlint::schema
