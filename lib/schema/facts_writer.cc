#include "schema/facts_writer.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <utility>

#include "schema/structure.h"
#include "yaml/node.h"

namespace meshlint::schema {
namespace {

using draft::Draft;
using draft::kNoType;
using draft::TypeId;

constexpr std::size_t kWidth = 100;
// Bodies nested deeper than this get a name, or nobody could read them.
constexpr std::size_t kDeepestInline = 4;
// What is written more than once, and is at least as long as this, gets a name.
constexpr std::size_t kLongestRepeated = 40;

// --- A value on its way to the file ---

struct Out {
  std::string scalar;  // as YAML
  std::vector<std::pair<std::string, Out>> map;
  std::vector<Out> list;
  bool is_list = false;
  bool is_block = false;  // one line per entry even if it is short

  Out() = default;
  explicit Out(std::string text) : scalar(std::move(text)) {}
  bool is_scalar() const { return map.empty() && !is_list && !scalar.empty(); }
  Out& add(std::string_view key, Out value) {
    map.emplace_back(key, std::move(value));
    return *this;
  }
};

Out list_of(std::vector<Out> items) {
  Out out;
  out.is_list = true;
  out.list = std::move(items);
  return out;
}

bool is_plain(std::string_view text) {
  if (text.empty() || yaml::resolve_plain(text) != yaml::ScalarType::kString) return false;
  const auto is_word = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.' || c == '/' || c == '$' || c == '<' || c == '>';
  };
  const char first = text.front();
  if (first == '-' || first == '.' || first == '<' || first == '>' || first == '=') return false;
  return std::ranges::all_of(text, is_word);
}

std::string quoted(std::string_view text) {
  if (is_plain(text)) return std::string(text);
  const bool has_controls = std::ranges::any_of(
      text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
  std::string out;
  if (!has_controls) {
    out = '\'';
    for (const char c : text) {
      if (c == '\'') out += '\'';
      out += c;
    }
    return out + '\'';
  }
  out = '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20 || byte == 0x7f) {
      out += fmt::format("\\x{:02x}", byte);
    } else {
      out += c;
    }
  }
  return out + '"';
}

std::string number_text(double number) {
  constexpr double kExact = 9007199254740992;
  if (std::trunc(number) == number && std::abs(number) < kExact)
    return fmt::format("{}", static_cast<std::int64_t>(number));
  return fmt::format("{}", number);
}

bool write_flow(const Out& out, std::string& text, std::size_t most) {
  if (text.size() > most) return false;
  if (out.is_block && !out.map.empty()) return false;
  if (out.is_scalar()) {
    text += out.scalar;
  } else if (out.is_list) {
    text += '[';
    for (std::size_t i = 0; i < out.list.size(); ++i) {
      if (i != 0) text += ", ";
      if (!write_flow(out.list[i], text, most)) return false;
    }
    text += ']';
  } else if (out.map.empty()) {
    text += "{}";
  } else {
    text += "{ ";
    for (std::size_t i = 0; i < out.map.size(); ++i) {
      if (i != 0) text += ", ";
      text += out.map[i].first + ": ";
      if (!write_flow(out.map[i].second, text, most)) return false;
    }
    text += " }";
  }
  return text.size() <= most;
}

void write_entries(const Out& out, std::size_t indent, std::string& file);

// What follows `key:` or `-`, which end at `column`.
void write_value(const Out& out, std::size_t indent, std::size_t column, std::string& file) {
  std::string flow;
  const std::size_t room = kWidth > column + 1 ? kWidth - column - 1 : 0;
  if (out.is_scalar()) {
    file += ' ' + out.scalar + '\n';
  } else if (write_flow(out, flow, room)) {
    file += ' ' + flow + '\n';
  } else {
    file += '\n';
    write_entries(out, indent, file);
  }
}

void write_list_item(const Out& item, std::size_t indent, std::string& file) {
  file.append(indent, ' ');
  file += '-';
  std::string flow;
  if (item.is_scalar() || item.map.empty() ||
      write_flow(item, flow, kWidth > indent + 2 ? kWidth - indent - 2 : 0)) {
    write_value(item, indent + 2, indent + 1, file);
    return;
  }
  // The first entry stands beside the dash.
  std::string entries;
  write_entries(item, indent + 2, entries);
  file += ' ' + entries.substr(indent + 2);
}

void write_entries(const Out& out, std::size_t indent, std::string& file) {
  for (const auto& [key, value] : out.map) {
    file.append(indent, ' ');
    file += key + ':';
    write_value(value, indent + 2, indent + key.size() + 1, file);
  }
  for (const Out& item : out.list) write_list_item(item, indent, file);
}

// --- Names ---

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

// "containers" of a list holds each a "container".
std::string singular(std::string_view text) {
  const auto ends = [&](std::string_view end) { return text.ends_with(end); };
  if (text.size() > 4 && ends("ies")) return std::string(text.substr(0, text.size() - 3)) + 'y';
  if (ends("sses") || ends("xes") || ends("ches") || ends("shes"))
    return std::string(text.substr(0, text.size() - 2));
  if (text.size() > 3 && ends("s") && !ends("ss") && !ends("us") && !ends("is"))
    return std::string(text.substr(0, text.size() - 1));
  return std::string(text);
}

struct FlagKey {
  FacetKind kind;
  std::string_view key;
};

constexpr auto kFlagKeys = std::to_array<FlagKey>({{FacetKind::kNullable, "nullable"},
                                                   {FacetKind::kOpen, "open"},
                                                   {FacetKind::kEmbedded, "embedded"},
                                                   {FacetKind::kDeprecated, "deprecated"}});
constexpr auto kNumberKeys =
    std::to_array<FlagKey>({{FacetKind::kMinimum, "minimum"},
                            {FacetKind::kMaximum, "maximum"},
                            {FacetKind::kExclusiveMinimum, "exclusiveMinimum"},
                            {FacetKind::kExclusiveMaximum, "exclusiveMaximum"},
                            {FacetKind::kMultipleOf, "multipleOf"},
                            {FacetKind::kMinLength, "minLength"},
                            {FacetKind::kMaxLength, "maxLength"},
                            {FacetKind::kMinItems, "minItems"},
                            {FacetKind::kMaxItems, "maxItems"},
                            {FacetKind::kMinProperties, "minProperties"},
                            {FacetKind::kMaxProperties, "maxProperties"}});
constexpr auto kGroupKeys = std::to_array<FlagKey>({{FacetKind::kAtMostOne, "exclusive"},
                                                    {FacetKind::kExactlyOne, "oneOf"},
                                                    {FacetKind::kAtLeastOne, "anyOf"}});
constexpr auto kConditionKeys = std::to_array<FlagKey>({{FacetKind::kAll, "all"},
                                                        {FacetKind::kAny, "any"},
                                                        {FacetKind::kOne, "one"},
                                                        {FacetKind::kNot, "not"}});

void add_window(Out& out, const Window& when) {
  const auto add = [&](std::string_view key, const Version& version) {
    if (version != Version{}) out.add(key, Out('"' + to_string(version) + '"'));
  };
  add("since", when.since);
  add("until", when.until);
}

Out versioned(Out value, const Window& when) {
  if (when.is_always()) return value;
  Out out;
  out.add("is", std::move(value));
  add_window(out, when);
  return out;
}

bool is_root_field(std::string_view name) {
  return name == "apiVersion" || name == "kind" || name == "metadata";
}

// The last part of a definition's name: "io.k8s.api.core.v1.PodSpec" is a "PodSpec".
std::string definition_name(std::string_view full) {
  const std::string_view last = full.substr(full.rfind('.') + 1);
  // The metadata of objects within objects, which need no name.
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

class Writer {
 public:
  Writer(const Draft& draft, const FactsWriting& writing) : draft_(draft), writing_(writing) {}

  FactsWritten write();

 private:
  struct Place {  // where a structure was met first
    std::vector<std::string> path;
    bool is_item = false;
  };

  const draft::Type& type(TypeId id) const { return draft_.types[id]; }
  std::uint32_t class_of(TypeId id) const { return classes_[id]; }

  void adopt_names();
  void split_roots();
  void find_uses();
  void choose_named();
  void choose_names();
  // Whether the type is written into the file that all share.
  bool is_shared(std::uint32_t number) const {
    const auto users = groups_.find(number);
    return writing_.shares_types && (users == groups_.end() || users->second.size() > 1);
  }
  bool is_used(std::string_view name, bool is_shared) const {
    return used_.contains(name) || (is_shared && writing_.taken_shared.contains(name));
  }
  std::string free_name(const Place& place, bool is_shared) const;

  std::optional<std::string> expression(TypeId id) const;
  Out value(TypeId id) const;
  Out body(TypeId id) const;
  void add_facets(Out& out, const draft::Type& type, bool has_format) const;
  Out fields(const draft::Type& type, bool is_root) const;
  Out declaration(const draft::Field& field) const;
  Out kind(const draft::Kind& kind) const;
  std::string file(const std::string& group, bool holds_shared, bool has_kinds) const;
  std::size_t length(TypeId id) const;

  Draft draft_;
  const FactsWriting& writing_;
  std::vector<std::uint32_t> classes_;
  std::map<std::uint32_t, TypeId> first_;
  std::map<std::uint32_t, std::size_t> uses_;
  std::map<std::uint32_t, Place> places_;
  std::vector<std::uint32_t> order_;                       // as met, breadth first
  std::map<std::uint32_t, std::set<std::string>> groups_;  // that use it
  std::set<std::uint32_t> named_;
  std::map<std::uint32_t, std::string> names_;
  std::set<std::string, std::less<>> used_;
  // By the root of an API version that is not the kind's own.
  std::map<TypeId, std::string> root_names_;
};

// Copies the draft along the facts of before: what stands at the path of a named type gets its
// name, so that people find again what they know and `adds:` still finds its paths.
void Writer::adopt_names() {
  if (writing_.before == nullptr) return;
  const Draft& before = *writing_.before;
  Draft copy;
  std::map<std::pair<TypeId, TypeId>, TypeId> copied;
  std::deque<std::pair<std::pair<TypeId, TypeId>, TypeId>> open;
  const auto take = [&](TypeId id, TypeId old) {
    const auto [at, is_new] = copied.try_emplace({id, old}, static_cast<TypeId>(copy.types.size()));
    if (is_new) {
      copy.add({});
      open.emplace_back(std::pair(id, old), at->second);
    }
    return at->second;
  };
  copy.kinds = draft_.kinds;
  copy.named_types = draft_.named_types;
  for (draft::Kind& kind : copy.kinds) {
    const auto same = std::ranges::find_if(before.kinds, [&](const draft::Kind& old) {
      return old.name == kind.name && old.group == kind.group;
    });
    for (draft::ApiVersion& api : kind.versions) {
      TypeId old = kNoType;
      if (same != before.kinds.end() && !same->versions.empty()) {
        old = same->versions.front().root;
        for (const draft::ApiVersion& old_api : same->versions) {
          if (old_api.name == api.name) old = old_api.root;
        }
      }
      api.root = take(api.root, old);
    }
  }
  for (draft::NamedType& named : copy.named_types) named.type = take(named.type, kNoType);
  std::set<TypeId> roots;
  for (const draft::Kind& kind : copy.kinds) {
    for (const draft::ApiVersion& api : kind.versions) roots.insert(api.root);
  }
  while (!open.empty()) {
    const auto [pair, target] = open.front();
    open.pop_front();
    draft::Type type = draft_.types[pair.first];
    const draft::Type* const old = pair.second == kNoType ? nullptr : &before.types[pair.second];
    if (old != nullptr && type.name.empty() && !old->name.empty() && !roots.contains(target))
      type.name = old->name;
    if (type.element != kNoType)
      type.element = take(type.element, old == nullptr ? kNoType : old->element);
    for (draft::Field& field : type.fields) {
      TypeId old_field = kNoType;
      if (old != nullptr) {
        for (const draft::Field& candidate : old->fields) {
          if (candidate.name != field.name) continue;
          const bool is_alike = before.types[candidate.type].kind == draft_.types[field.type].kind;
          if (is_alike || old_field == kNoType) old_field = candidate.type;
        }
        // A type's name is not that of another kind of type.
        if (old_field != kNoType && before.types[old_field].kind != draft_.types[field.type].kind)
          old_field = kNoType;
      }
      field.type = take(field.type, old_field);
    }
    for (draft::Facet& facet : type.facets) {
      for (TypeId& part : facet.types) part = take(part, kNoType);
    }
    copy.types[target] = std::move(type);
  }
  // One name is for one structure: that of most places.
  const std::vector<std::uint32_t> structures = structure_classes(copy, TypeNames::kIgnore);
  std::map<std::string, std::map<std::uint32_t, std::size_t>> by_name;
  for (TypeId id = 0; id < copy.types.size(); ++id) {
    const std::string& name = copy.types[id].name;
    if (!name.empty() && name.find('.') == std::string::npos) ++by_name[name][structures[id]];
  }
  for (TypeId id = 0; id < copy.types.size(); ++id) {
    std::string& name = copy.types[id].name;
    const auto found = by_name.find(name);
    if (found == by_name.end() || roots.contains(id)) continue;
    const auto places = [](const auto& entry) { return entry.second; };
    const auto most = std::ranges::max_element(found->second, {}, places);
    if (structures[id] != most->first) name.clear();
  }
  draft_ = std::move(copy);
}

void Writer::find_uses() {
  classes_ = structure_classes(draft_);
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
    first_[number] = id;
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
  // Which groups need it.
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
      groups_[class_of(id)].insert(kind.group);
      const std::vector<TypeId> parts = parts_of(type(id));
      stack.insert(stack.end(), parts.begin(), parts.end());
    }
  }
}

// A rough length of the body, written out, that stops counting where it is long anyway.
std::size_t Writer::length(TypeId id) const {
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

void Writer::choose_named() {
  for (const std::uint32_t number : order_) {
    const draft::Type& at = type(first_[number]);
    const bool is_container = (at.kind == TypeKind::kList || at.kind == TypeKind::kMap);
    // A list of a named type is short without a name of its own, and two numbers with one limit
    // may be chance.
    const std::size_t most_uses = at.kind == TypeKind::kObject ? 1 : 2;
    const bool is_repeated =
        uses_[number] > most_uses && !is_container && length(first_[number]) > kLongestRepeated;
    if (!at.name.empty() || is_repeated) named_.insert(number);
  }
  // What refers to itself, and what would be nested too deep, by a walk from the named ones.
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
      if (named_.contains(number) && done.insert(number).second) walk(first_[number]);
    }
  }
}

std::string Writer::free_name(const Place& place, bool is_shared) const {
  std::string name;
  for (std::size_t i = place.path.size(); i-- > 0;) {
    const bool is_last = i + 1 == place.path.size();
    name = camel(is_last && place.is_item ? singular(place.path[i]) : place.path[i]) + name;
    // These say nothing without what they belong to.
    const bool is_vague = name == "Spec" || name == "Template" || name == "Condition";
    if (!is_used(name, is_shared) && !(is_vague && i > 0)) return name;
  }
  for (std::size_t i = 2;; ++i) {
    std::string numbered = fmt::format("{}{}", name, i);
    if (!is_used(numbered, is_shared)) return numbered;
  }
}

void Writer::choose_names() {
  const auto is_definition = [](const std::string& name) {
    return name.find('.') != std::string::npos;
  };
  const auto give = [&](std::uint32_t number, std::string name) {
    used_.insert(name);
    names_.emplace(number, std::move(name));
  };
  for (const std::uint32_t number : order_) {
    const std::string& name = type(first_[number]).name;
    if (named_.contains(number) && !name.empty() && !is_definition(name) &&
        !is_used(name, is_shared(number)))
      give(number, name);
  }
  // Definitions of one last part: the one of the newest API has the plain name.
  std::map<std::string, std::vector<std::uint32_t>> definitions;
  for (const std::uint32_t number : order_) {
    const std::string& name = type(first_[number]).name;
    if (named_.contains(number) && is_definition(name))
      definitions[definition_name(name)].push_back(number);
  }
  for (auto& [name, numbers] : definitions) {
    const auto rank = [&](std::uint32_t number) {
      const std::string& full = type(first_[number]).name;
      const bool is_final =
          full.find("alpha") == std::string::npos && full.find("beta") == std::string::npos;
      return std::pair(!is_final, full);
    };
    std::ranges::stable_sort(numbers, {}, rank);
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      const std::string& full = type(first_[numbers[i]]).name;
      std::string candidate = i == 0 ? name : versioned_definition_name(full);
      const bool is_apart = is_shared(numbers[i]);
      if (is_used(candidate, is_apart)) candidate = free_name({{candidate, ""}, false}, is_apart);
      give(numbers[i], std::move(candidate));
    }
  }
  for (const std::uint32_t number : order_) {
    if (named_.contains(number) && !names_.contains(number))
      give(number, free_name(places_[number], is_shared(number)));
  }
  // Roots beside a kind's own.
  for (const draft::Kind& kind : draft_.kinds) {
    for (const draft::ApiVersion& api : kind.versions) {
      if (class_of(api.root) == class_of(kind.versions.front().root)) continue;
      std::string name = camel(kind.name) + camel(api.name);
      const bool is_known = std::ranges::any_of(kind.versions, [&](const draft::ApiVersion& other) {
        return other.root == api.root && root_names_.contains(other.root);
      });
      if (is_known) continue;
      if (is_used(name, false)) name = free_name({{api.name, kind.name, "Root"}, false}, false);
      used_.insert(name);
      root_names_.emplace(api.root, std::move(name));
    }
  }
}

std::optional<std::string> Writer::expression(TypeId id) const {
  if (const auto name = names_.find(class_of(id)); name != names_.end()) return name->second;
  const draft::Type& at = type(id);
  if (at.kind == TypeKind::kObject || !at.fields.empty()) return std::nullopt;
  if (at.kind == TypeKind::kList || at.kind == TypeKind::kMap) {
    if (!at.facets.empty()) return std::nullopt;
    const std::optional<std::string> element = expression(at.element);
    if (!element) return std::nullopt;
    if (at.kind == TypeKind::kList) return "list<" + *element + '>';
    return *element == "any" ? "object" : "map<" + *element + '>';
  }
  std::string_view format;
  if (at.facets.size() == 1 && at.facets[0].kind == FacetKind::kFormat &&
      at.facets[0].when.is_always()) {
    format = at.facets[0].text;
  } else if (!at.facets.empty()) {
    return std::nullopt;
  }
  switch (at.kind) {
    case TypeKind::kAny:
      return format.empty() ? std::optional<std::string>("any") : std::nullopt;
    case TypeKind::kString:
      if (format == "byte") return "bytes";
      if (format == "duration" || format == "date-time" || format == "quantity")
        return std::string(format);
      return format.empty() ? std::optional<std::string>("string") : std::nullopt;
    case TypeKind::kInteger:
      if (format == "int32" || format == "int64") return std::string(format);
      return format.empty() ? std::optional<std::string>("integer") : std::nullopt;
    case TypeKind::kBool:
      return format.empty() ? std::optional<std::string>("bool") : std::nullopt;
    case TypeKind::kNumber:
      return format.empty() ? std::optional<std::string>("number") : std::nullopt;
    case TypeKind::kIntOrString:
      return format.empty() ? std::optional<std::string>("int-or-string") : std::nullopt;
    default:
      return std::nullopt;
  }
}

Out Writer::value(TypeId id) const {
  if (std::optional<std::string> text = expression(id)) return Out(std::move(*text));
  return body(id);
}

void Writer::add_facets(Out& out, const draft::Type& at, bool has_format) const {
  const auto all_of = [&](FacetKind kind) {
    std::vector<const draft::Facet*> found;
    for (const draft::Facet& facet : at.facets) {
      if (facet.kind == kind) found.push_back(&facet);
    }
    return found;
  };
  for (const FlagKey& flag : kFlagKeys) {
    std::vector<Out> windows;
    for (const draft::Facet* const facet : all_of(flag.kind)) {
      Out when;
      add_window(when, facet->when);
      windows.push_back(facet->when.is_always() ? Out("true") : std::move(when));
    }
    if (windows.size() == 1) {
      out.add(flag.key, std::move(windows.front()));
    } else if (!windows.empty()) {
      out.add(flag.key, list_of(std::move(windows)));
    }
  }
  // `list`: the value itself is a list, so that several ones have to say `is`.
  const auto add_values = [&](std::string_view key, FacetKind kind, bool is_list, auto make) {
    std::vector<Out> values;
    const std::vector<const draft::Facet*> found = all_of(kind);
    for (const draft::Facet* const facet : found) {
      Out made = make(*facet);
      if (found.size() > 1 && facet->when.is_always()) {
        Out is;
        is.add("is", std::move(made));
        values.push_back(std::move(is));
      } else {
        values.push_back(versioned(std::move(made), facet->when));
      }
    }
    static_cast<void>(is_list);
    if (values.size() == 1) {
      out.add(key, std::move(values.front()));
    } else if (!values.empty()) {
      out.add(key, list_of(std::move(values)));
    }
  };
  if (!has_format)
    add_values("format", FacetKind::kFormat, false,
               [](const draft::Facet& facet) { return Out(quoted(facet.text)); });
  {
    std::vector<Out> values;
    const bool is_text = at.kind == TypeKind::kString || at.kind == TypeKind::kAny ||
                         at.kind == TypeKind::kIntOrString;
    for (const draft::Facet* const facet : all_of(FacetKind::kValue))
      values.push_back(versioned(Out(is_text ? quoted(facet->text) : facet->text), facet->when));
    if (!values.empty()) out.add("enum", list_of(std::move(values)));
  }
  for (const FlagKey& limit : kNumberKeys)
    add_values(limit.key, limit.kind, false,
               [](const draft::Facet& facet) { return Out(number_text(facet.number)); });
  add_values("pattern", FacetKind::kPattern, false,
             [](const draft::Facet& facet) { return Out(quoted(facet.text)); });
  add_values("listType", FacetKind::kSet, false, [](const draft::Facet&) { return Out("set"); });
  const auto names_of = [](const draft::Facet& facet) {
    std::vector<Out> names;
    for (const std::string& name : facet.names) names.emplace_back(quoted(name));
    return list_of(std::move(names));
  };
  add_values("keys", FacetKind::kKeys, true, names_of);
  for (const FlagKey& group : kGroupKeys) {
    std::vector<Out> groups;
    for (const draft::Facet* const facet : all_of(group.kind))
      groups.push_back(versioned(names_of(*facet), facet->when));
    if (!groups.empty()) out.add(group.key, list_of(std::move(groups)));
  }
  for (const FlagKey& condition : kConditionKeys) {
    add_values(condition.key, condition.kind, true, [&](const draft::Facet& facet) {
      if (facet.kind == FacetKind::kNot) return value(facet.types.front());
      std::vector<Out> branches;
      for (const TypeId part : facet.types) branches.push_back(value(part));
      return list_of(std::move(branches));
    });
  }
}

Out Writer::fields(const draft::Type& at, bool is_root) const {
  Out out;
  for (std::size_t i = 0; i < at.fields.size();) {
    std::size_t end = i + 1;
    while (end < at.fields.size() && at.fields[end].name == at.fields[i].name) ++end;
    if (!(is_root && is_root_field(at.fields[i].name))) {
      std::vector<Out> declarations;
      for (std::size_t j = i; j < end; ++j) declarations.push_back(declaration(at.fields[j]));
      out.add(quoted(at.fields[i].name), declarations.size() == 1
                                             ? std::move(declarations.front())
                                             : list_of(std::move(declarations)));
    }
    i = end;
  }
  return out;
}

Out Writer::declaration(const draft::Field& field) const {
  Out type = value(field.type);
  const bool says_more =
      !field.when.is_always() || field.is_required || !field.default_value.empty();
  if (!says_more) return type;
  Out out;
  if (type.is_scalar()) {
    out.add("type", std::move(type));
    type = {};
  } else if (!type.map.empty() && type.map.front().first == "type") {
    out.map.push_back(std::move(type.map.front()));
    type.map.erase(type.map.begin());
  }
  add_window(out, field.when);
  if (field.is_required) {
    Out when;
    add_window(when, field.required_when);
    out.add("required", field.required_when.is_always() ? Out("true") : std::move(when));
  }
  if (!field.default_value.empty()) {
    std::string_view text = field.default_value;
    const bool is_string =
        text.size() >= 2 && text.front() == '"' && text.find('\\') == std::string_view::npos;
    out.add("default",
            Out(is_string ? quoted(text.substr(1, text.size() - 2)) : std::string(text)));
  }
  for (auto& entry : type.map) out.map.push_back(std::move(entry));
  return out;
}

// A type that no expression stands for.
Out Writer::body(TypeId id) const {
  const draft::Type& at = type(id);
  Out out;
  bool has_format = false;
  if (at.kind == TypeKind::kList || at.kind == TypeKind::kMap) {
    const std::optional<std::string> element = expression(at.element);
    if (element && at.kind == TypeKind::kMap && *element == "any") {
      out.add("type", Out("object"));
    } else if (element) {
      out.add("type", Out((at.kind == TypeKind::kList ? "list<" : "map<") + *element + '>'));
    } else {
      out.add("type", Out(at.kind == TypeKind::kList ? "list" : "map"));
      out.add("items", body(at.element));
    }
  } else if (at.kind != TypeKind::kObject) {
    // The word with the format in it, if there is such a word.
    draft::Type bare;
    bare.kind = at.kind;
    std::string word(at.kind == TypeKind::kAny       ? "any"
                     : at.kind == TypeKind::kString  ? "string"
                     : at.kind == TypeKind::kBool    ? "bool"
                     : at.kind == TypeKind::kInteger ? "integer"
                     : at.kind == TypeKind::kNumber  ? "number"
                                                     : "int-or-string");
    std::size_t formats = 0;
    std::string_view format;
    for (const draft::Facet& facet : at.facets) {
      if (facet.kind != FacetKind::kFormat) continue;
      ++formats;
      if (facet.when.is_always()) format = facet.text;
    }
    if (formats == 1) {
      has_format = true;
      if (at.kind == TypeKind::kInteger && (format == "int32" || format == "int64")) {
        word = format;
      } else if (at.kind == TypeKind::kString &&
                 (format == "duration" || format == "date-time" || format == "quantity")) {
        word = format;
      } else if (at.kind == TypeKind::kString && format == "byte") {
        word = "bytes";
      } else {
        has_format = false;
      }
    }
    out.add("type", Out(std::move(word)));
  }
  add_facets(out, at, has_format);
  if (at.kind == TypeKind::kObject || !at.fields.empty()) out.add("fields", fields(at, false));
  return out;
}

Out Writer::kind(const draft::Kind& kind) const {
  Out out;
  out.is_block = true;
  const TypeId own = kind.versions.front().root;
  std::vector<Out> versions;
  for (const draft::ApiVersion& api : kind.versions) {
    const auto root = std::ranges::find_if(root_names_, [&](const auto& entry) {
      return class_of(entry.first) == class_of(api.root);
    });
    const bool is_own = class_of(api.root) == class_of(own);
    if (is_own && api.when.is_always()) {
      versions.emplace_back(quoted(api.name));
      continue;
    }
    Out version;
    version.add("is", Out(quoted(api.name)));
    add_window(version, api.when);
    if (!is_own) version.add("type", Out(root->second));
    versions.push_back(std::move(version));
  }
  out.add("versions", list_of(std::move(versions)));
  if (!kind.plural.empty()) out.add("plural", Out(quoted(kind.plural)));
  if (kind.scope == Scope::kCluster) out.add("scope", Out("cluster"));
  if (kind.scope == Scope::kAny) out.add("scope", Out("any"));
  add_facets(out, type(own), false);
  Out own_fields = fields(type(own), true);
  own_fields.is_block = true;
  out.add("fields", std::move(own_fields));
  return out;
}

std::string Writer::file(const std::string& group, bool holds_shared, bool has_kinds) const {
  std::string text = "product: " + quoted(writing_.product) + '\n';
  if (has_kinds) text += "group: " + (group.empty() ? "\"\"" : quoted(group)) + '\n';
  if (has_kinds) {
    text += "\nkinds:\n";
    for (const draft::Kind& at : draft_.kinds) {
      if (at.group != group) continue;
      Out entry;
      entry.is_block = true;
      entry.add(at.name, kind(at));
      write_entries(entry, 2, text);
    }
  }
  std::map<std::string, Out> types;
  for (const auto& [number, name] : names_) {
    const auto users = groups_.find(number);
    const bool is_own = users == groups_.end() || users->second.contains(group);
    const bool belongs = is_shared(number) ? holds_shared : has_kinds && is_own;
    if (!belongs) continue;
    Out made = body(first_.at(number));
    if (type(first_.at(number)).kind == TypeKind::kObject) {
      made.is_block = true;
      for (auto& [key, value] : made.map) value.is_block = key == "fields";
    }
    types.emplace(name, std::move(made));
  }
  for (const auto& [root, name] : root_names_) {
    const bool belongs = std::ranges::any_of(draft_.kinds, [&](const draft::Kind& at) {
      return at.group == group &&
             std::ranges::any_of(at.versions,
                                 [&](const draft::ApiVersion& api) { return api.root == root; });
    });
    if (!belongs || !has_kinds) continue;
    Out made;
    made.is_block = true;
    add_facets(made, type(root), false);
    Out inner = fields(type(root), true);
    inner.is_block = true;
    made.add("fields", std::move(inner));
    types.emplace(name, std::move(made));
  }
  if (!types.empty()) {
    text += "\ntypes:\n";
    for (const auto& [name, made] : types) {
      Out entry;
      entry.is_block = true;
      entry.add(name, made);
      write_entries(entry, 2, text);
    }
  }
  return text;
}

FactsWritten Writer::write() {
  FactsWritten out;
  // Before all else: types that only differ in their rules are written alike, so they are one.
  for (draft::Type& at : draft_.types) {
    out.left_out_rules += at.rules.size();
    at.rules.clear();
  }
  adopt_names();
  for (draft::Type& at : draft_.types) {
    std::ranges::stable_sort(at.fields, {}, [](const draft::Field& field) {
      return std::pair(field.name, field.when.since);
    });
  }
  std::ranges::stable_sort(draft_.kinds, {},
                           [](const draft::Kind& at) { return std::pair(at.group, at.name); });
  find_uses();
  choose_named();
  choose_names();

  std::set<std::string> groups;
  for (const draft::Kind& at : draft_.kinds) groups.insert(at.group);
  const bool has_core = groups.contains("");
  for (const std::string& group : groups) {
    WrittenFacts written;
    written.group = group;
    written.has_kinds = true;
    written.text = file(group, group.empty(), true);
    out.files.push_back(std::move(written));
  }
  if (writing_.shares_types && !has_core) {
    WrittenFacts written;
    written.text = file("", true, false);
    out.files.push_back(std::move(written));
  }
  return out;
}

}  // namespace

HandWritten hand_written_parts(std::string_view facts) {
  HandWritten parts;
  std::size_t at = 0;
  while (at < facts.size() && facts[at] == '#') {
    at = std::min(facts.find('\n', at), facts.size() - 1) + 1;
  }
  parts.head = facts.substr(0, at);
  std::size_t adds = facts.starts_with("adds:") ? 0 : facts.find("\nadds:");
  if (adds == std::string_view::npos) return parts;
  adds += facts[adds] == '\n' ? 1 : 0;
  // Its comment belongs to it.
  while (adds > at) {
    const std::size_t before = adds < 2 ? 0 : facts.rfind('\n', adds - 2);
    const std::size_t line = before == std::string_view::npos ? 0 : before + 1;
    if (line >= adds || facts[line] != '#') break;
    adds = line;
  }
  parts.adds = facts.substr(adds);
  return parts;
}

FactsWritten write_facts(const Draft& draft, const FactsWriting& writing) {
  return Writer(draft, writing).write();
}

}  // namespace meshlint::schema
