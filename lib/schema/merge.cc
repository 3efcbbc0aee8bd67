#include "schema/merge.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

#include "schema/structure.h"

namespace meshlint::schema {
namespace {

using draft::Draft;
using draft::kNoType;
using draft::TypeId;

constexpr std::uint32_t kAbsent = static_cast<std::uint32_t>(-1);

// The structure that one place has in each version, or kAbsent.
using Line = std::vector<std::uint32_t>;

// Copies types into another draft, renumbered.
void append_types(Draft& to, const Draft& from) {
  const auto offset = static_cast<TypeId>(to.types.size());
  for (draft::Type type : from.types) {
    if (type.element != kNoType) type.element += offset;
    for (draft::Field& field : type.fields) field.type += offset;
    for (draft::Facet& facet : type.facets) {
      for (TypeId& part : facet.types) part += offset;
    }
    to.types.push_back(std::move(type));
  }
}

class Merger {
 public:
  explicit Merger(const std::vector<std::pair<Version, Draft>>& versions);

  Draft merge();

 private:
  using FacetKey = std::tuple<FacetKind, double, std::string, std::vector<std::string>,
                              std::vector<std::uint32_t>>;

  void build();
  bool widen();
  void add_kinds();
  void add_named_types();

  TypeId type(Line line);
  void add_fields(draft::Type& merged, const Line& line);
  void add_declarations(draft::Type& merged, const Line& line,
                        const std::vector<const draft::Field*>& field);
  void add_facets(draft::Type& merged, const Line& line);
  void add_rules(draft::Type& merged, const Line& line);

  const draft::Type& of_class(std::uint32_t number) const { return pool_.types[first_[number]]; }
  std::uint32_t class_of(TypeId id) const { return classes_[id]; }
  // The kinds of a type and of its elements, element by element: what has to be equal for two
  // structures to be said in one declaration.
  const std::string& kinds_of(std::uint32_t number);

  // The windows of what stands in the versions of `stands`, told from those of `exists` only.
  std::vector<Window> windows(const std::vector<bool>& exists,
                              const std::vector<bool>& stands) const;
  static std::vector<bool> versions_of(const Line& line);

  std::vector<Version> versions_;
  std::vector<std::size_t> offsets_;  // of each version's types in the pool
  const std::vector<std::pair<Version, Draft>>& drafts_;
  Draft pool_;
  std::vector<std::uint32_t> classes_;
  std::vector<TypeId> first_;  // by class
  std::map<std::uint32_t, std::string> kinds_;

  Draft out_;
  std::map<Line, TypeId> built_;
  std::map<Line, Line> wider_;
};

Merger::Merger(const std::vector<std::pair<Version, Draft>>& versions) : drafts_(versions) {
  for (const auto& [version, draft] : versions) {
    versions_.push_back(version);
    offsets_.push_back(pool_.types.size());
    append_types(pool_, draft);
  }
  classes_ = structure_classes(pool_);
  for (TypeId id = 0; id < classes_.size(); ++id) {
    if (classes_[id] >= first_.size()) first_.resize(classes_[id] + std::size_t{1}, kNoType);
    if (first_[classes_[id]] == kNoType) first_[classes_[id]] = id;
  }
}

std::vector<bool> Merger::versions_of(const Line& line) {
  std::vector<bool> there;
  for (const std::uint32_t number : line) there.push_back(number != kAbsent);
  return there;
}

std::vector<Window> Merger::windows(const std::vector<bool>& exists,
                                    const std::vector<bool>& stands) const {
  std::vector<Window> found;
  bool was_without = false;
  bool is_open = false;
  for (std::size_t i = 0; i < versions_.size(); ++i) {
    if (!exists[i]) continue;
    if (stands[i] && !is_open) {
      found.push_back({was_without ? versions_[i] : Version{}, Version{}});
    } else if (!stands[i] && is_open) {
      found.back().until = versions_[i];
    }
    is_open = stands[i];
    was_without = was_without || !stands[i];
  }
  return found;
}

const std::string& Merger::kinds_of(std::uint32_t number) {
  const auto known = kinds_.find(number);
  if (known != kinds_.end()) return known->second;
  std::string kinds;
  // A list or map has no name, so it cannot be an element of itself.
  for (std::uint32_t at = number; kinds.size() < 100;) {
    const draft::Type& type = of_class(at);
    kinds += static_cast<char>('a' + static_cast<int>(type.kind));
    if (type.element == kNoType) break;
    at = class_of(type.element);
  }
  return kinds_.emplace(number, std::move(kinds)).first->second;
}

TypeId Merger::type(Line line) {
  for (auto wider = wider_.find(line); wider != wider_.end(); wider = wider_.find(line))
    line = wider->second;
  const auto [known, is_new] = built_.try_emplace(line, static_cast<TypeId>(out_.types.size()));
  if (!is_new) return known->second;
  const TypeId id = out_.add({});

  const std::uint32_t newest =
      *std::find_if(line.rbegin(), line.rend(), [](std::uint32_t n) { return n != kAbsent; });
  const draft::Type& latest = of_class(newest);
  draft::Type merged;
  merged.name = latest.name;
  merged.kind = latest.kind;
  merged.decoding = latest.decoding;
  merged.product = latest.product;
  if (latest.element != kNoType) {
    Line element(line.size(), kAbsent);
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (line[i] != kAbsent) element[i] = class_of(of_class(line[i]).element);
    }
    merged.element = type(std::move(element));
  }
  add_fields(merged, line);
  add_facets(merged, line);
  add_rules(merged, line);
  out_.types[id] = std::move(merged);
  return id;
}

void Merger::add_fields(draft::Type& merged, const Line& line) {
  std::map<std::string_view, std::vector<const draft::Field*>> fields;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == kAbsent) continue;
    for (const draft::Field& field : of_class(line[i]).fields) {
      const auto at = fields.try_emplace(field.name, line.size(), nullptr).first;
      at->second[i] = &field;
    }
  }
  for (const auto& [name, field] : fields) add_declarations(merged, line, field);
}

void Merger::add_declarations(draft::Type& merged, const Line& line,
                              const std::vector<const draft::Field*>& field) {
  const std::vector<bool> exists = versions_of(line);
  const auto kinds_in = [&](std::size_t i) -> const std::string& {
    return kinds_of(class_of(field[i]->type));
  };
  struct Run {
    std::vector<bool> stands;
    std::vector<bool> required;
    std::size_t sample = 0;
    bool lost_required = false;
  };
  std::vector<Run> runs;
  bool is_open = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (!exists[i]) continue;
    if (field[i] == nullptr) {
      is_open = false;
      continue;
    }
    // A declaration has one type, one default and one stretch of being required.
    const bool continues = is_open && kinds_in(runs.back().sample) == kinds_in(i) &&
                           field[runs.back().sample]->default_value == field[i]->default_value &&
                           !(field[i]->is_required && runs.back().lost_required);
    if (!continues) {
      runs.push_back({std::vector<bool>(line.size()), std::vector<bool>(line.size()), i, false});
    }
    is_open = true;
    Run& run = runs.back();
    const bool was_required = std::ranges::find(run.required, true) != run.required.end();
    run.lost_required = run.lost_required || (was_required && !field[i]->is_required);
    run.stands[i] = true;
    run.required[i] = field[i]->is_required;
  }
  for (const Run& run : runs) {
    draft::Field declaration;
    declaration.name = field[run.sample]->name;
    declaration.default_value = field[run.sample]->default_value;
    declaration.when = windows(exists, run.stands).front();
    const std::vector<Window> required = windows(run.stands, run.required);
    declaration.is_required = !required.empty();
    if (!required.empty()) declaration.required_when = required.front();
    Line types(line.size(), kAbsent);
    for (std::size_t i = 0; i < line.size(); ++i) {
      // Of all declarations with these kinds, so that they share one type.
      if (exists[i] && field[i] != nullptr && kinds_in(i) == kinds_in(run.sample))
        types[i] = class_of(field[i]->type);
    }
    declaration.type = type(std::move(types));
    merged.fields.push_back(std::move(declaration));
  }
}

void Merger::add_facets(draft::Type& merged, const Line& line) {
  // In the order of the newest version, then what older ones had.
  std::map<FacetKey, std::vector<bool>> stands;
  std::vector<std::pair<FacetKey, const draft::Facet*>> order;
  for (std::size_t i = line.size(); i-- > 0;) {
    if (line[i] == kAbsent) continue;
    for (const draft::Facet& facet : of_class(line[i]).facets) {
      FacetKey key{facet.kind, facet.number, facet.text, facet.names, {}};
      for (const TypeId part : facet.types) std::get<4>(key).push_back(class_of(part));
      const auto [at, is_new] = stands.try_emplace(key, line.size());
      if (is_new) order.emplace_back(key, &facet);
      at->second[i] = true;
    }
  }
  const std::vector<bool> exists = versions_of(line);
  for (const auto& [key, facet] : order) {
    const std::vector<bool>& there = stands[key];
    draft::Facet copy = *facet;
    for (TypeId& part : copy.types) {
      Line same(line.size(), kAbsent);
      for (std::size_t i = 0; i < line.size(); ++i) {
        if (there[i]) same[i] = class_of(part);
      }
      part = type(std::move(same));
    }
    for (const Window& when : windows(exists, there)) {
      copy.when = when;
      merged.facets.push_back(copy);
    }
  }
}

void Merger::add_rules(draft::Type& merged, const Line& line) {
  std::vector<std::pair<draft::Rule, std::vector<bool>>> rules;
  for (std::size_t i = line.size(); i-- > 0;) {
    if (line[i] == kAbsent) continue;
    for (const draft::Rule& rule : of_class(line[i]).rules) {
      auto at = std::ranges::find(rules, rule, &std::pair<draft::Rule, std::vector<bool>>::first);
      if (at == rules.end()) at = rules.insert(at, {rule, std::vector<bool>(line.size())});
      at->second[i] = true;
    }
  }
  const std::vector<bool> exists = versions_of(line);
  for (auto& [rule, stands] : rules) {
    for (const Window& when : windows(exists, stands)) {
      rule.when = when;
      merged.rules.push_back(rule);
    }
  }
}

// Two places whose types agree wherever both are there can share one type, even if one of them is
// younger: it says the same in the versions that it has. Without this, a type would be written
// once for every age of the fields that use it.
bool Merger::widen() {
  std::vector<Line> lines;
  for (const auto& [line, id] : built_) {
    const draft::Type& merged = out_.types[id];
    const bool says_something =
        !merged.fields.empty() || std::ranges::any_of(merged.facets, [](const draft::Facet& facet) {
          return facet.kind != FacetKind::kFormat;
        });
    if (says_something) lines.push_back(line);
  }
  const auto count_of = [](const Line& line) {
    return static_cast<std::size_t>(
        std::ranges::count_if(line, [](std::uint32_t number) { return number != kAbsent; }));
  };
  std::ranges::stable_sort(lines, std::ranges::greater(), count_of);

  std::vector<Line> joined;
  std::vector<std::size_t> joined_of;
  std::map<std::pair<std::size_t, std::uint32_t>, std::vector<std::size_t>> with;
  for (const Line& line : lines) {
    std::map<std::size_t, std::size_t> overlaps;
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (line[i] == kAbsent) continue;
      const auto found = with.find({i, line[i]});
      if (found == with.end()) continue;
      for (const std::size_t group : found->second) ++overlaps[group];
    }
    std::optional<std::size_t> best;
    for (const auto& [group, overlap] : overlaps) {
      bool agrees = true;
      for (std::size_t i = 0; i < line.size() && agrees; ++i)
        agrees = line[i] == kAbsent || joined[group][i] == kAbsent || line[i] == joined[group][i];
      if (agrees && (!best || overlap > overlaps[*best])) best = group;
    }
    if (!best) {
      best = joined.size();
      joined.emplace_back(line.size(), kAbsent);
    }
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (line[i] == kAbsent || joined[*best][i] != kAbsent) continue;
      joined[*best][i] = line[i];
      with[{i, line[i]}].push_back(*best);
    }
    joined_of.push_back(*best);
  }
  bool is_new = false;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i] == joined[joined_of[i]]) continue;
    wider_.emplace(lines[i], joined[joined_of[i]]);
    is_new = true;
  }
  return is_new;
}

void Merger::add_kinds() {
  using Roots = std::map<std::string_view, Line, bool (*)(std::string_view, std::string_view)>;
  struct Found {
    const draft::Kind* newest = nullptr;
    Roots roots{&is_newer_api};
  };
  std::map<std::pair<std::string_view, std::string_view>, Found> kinds;
  for (std::size_t i = 0; i < drafts_.size(); ++i) {
    for (const draft::Kind& kind : drafts_[i].second.kinds) {
      Found& found = kinds[{kind.group, kind.name}];
      found.newest = &kind;
      for (const draft::ApiVersion& api : kind.versions) {
        Line& line = found.roots.try_emplace(api.name, drafts_.size(), kAbsent).first->second;
        line[i] = class_of(static_cast<TypeId>(offsets_[i]) + api.root);
      }
    }
  }
  const std::vector<bool> all(versions_.size(), true);
  for (const auto& [name, found] : kinds) {
    draft::Kind kind = *found.newest;
    kind.versions.clear();
    // API versions share a root if they are equal wherever both are served.
    std::vector<Line> roots;
    std::vector<std::size_t> root_of;
    for (const auto& [api, line] : found.roots) {
      std::size_t at = 0;
      for (; at < roots.size(); ++at) {
        bool agrees = true;
        bool overlaps = false;
        for (std::size_t i = 0; i < line.size(); ++i) {
          if (line[i] == kAbsent || roots[at][i] == kAbsent) continue;
          overlaps = true;
          agrees = agrees && line[i] == roots[at][i];
        }
        if (overlaps && agrees) break;
      }
      if (at == roots.size()) roots.emplace_back(line.size(), kAbsent);
      for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] != kAbsent) roots[at][i] = line[i];
      }
      root_of.push_back(at);
    }
    std::size_t index = 0;
    for (const auto& [api, line] : found.roots) {
      const TypeId root = type(roots[root_of[index++]]);
      for (const Window& when : windows(all, versions_of(line)))
        kind.versions.push_back({std::string(api), root, when});
    }
    out_.kinds.push_back(std::move(kind));
  }
}

void Merger::add_named_types() {
  std::map<std::pair<std::string_view, std::string_view>, Line> named;
  for (std::size_t i = 0; i < drafts_.size(); ++i) {
    for (const draft::NamedType& type : drafts_[i].second.named_types) {
      Line& line =
          named.try_emplace({type.group, type.name}, drafts_.size(), kAbsent).first->second;
      line[i] = class_of(static_cast<TypeId>(offsets_[i]) + type.type);
    }
  }
  for (auto& [name, line] : named) {
    // Without a window of its own, a named type is the newest of those that it has been.
    const std::uint32_t newest =
        *std::find_if(line.rbegin(), line.rend(), [](std::uint32_t n) { return n != kAbsent; });
    for (std::uint32_t& number : line) {
      if (number != kAbsent && kinds_of(number) != kinds_of(newest)) number = kAbsent;
    }
    out_.named_types.push_back({std::string(name.first), std::string(name.second), type(line)});
  }
}

void Merger::build() {
  out_ = {};
  built_.clear();
  add_kinds();
  add_named_types();
}

Draft Merger::merge() {
  // Widening a type widens its parts, which may then agree with others.
  constexpr int kRounds = 16;
  build();
  for (int i = 0; i < kRounds && widen(); ++i) build();
  return std::move(out_);
}

// "v1beta2" as {1, 1, 2}; a final version has the stage 2.
std::optional<std::array<int, 3>> parse_api(std::string_view name) {
  if (!name.starts_with('v')) return std::nullopt;
  std::array<int, 3> parts = {0, 2, 0};
  const char* at = name.data() + 1;
  const char* const end = name.data() + name.size();
  const auto number = [&](int& value) {
    const auto [after, error] = std::from_chars(at, end, value);
    at = after;
    return error == std::errc();
  };
  if (!number(parts[0])) return std::nullopt;
  if (at == end) return parts;
  const std::string_view rest(at, static_cast<std::size_t>(end - at));
  if (rest.starts_with("beta")) {
    parts[1] = 1;
    at += 4;
  } else if (rest.starts_with("alpha")) {
    parts[1] = 0;
    at += 5;
  } else {
    return std::nullopt;
  }
  if (!number(parts[2]) || at != end) return std::nullopt;
  return parts;
}

}  // namespace

Draft merge(const std::vector<std::pair<Version, Draft>>& versions) {
  return Merger(versions).merge();
}

Draft project(const Draft& draft, Version version) {
  Draft out = draft;
  const auto is_gone = [&](const auto& item) { return !item.when.contains(version); };
  for (draft::Type& type : out.types) {
    std::erase_if(type.fields, is_gone);
    std::erase_if(type.facets, is_gone);
    std::erase_if(type.rules, is_gone);
    for (draft::Field& field : type.fields) {
      field.is_required = field.is_required && field.required_when.contains(version);
      field.required_when = {};
      field.when = {};
    }
    for (draft::Facet& facet : type.facets) facet.when = {};
    for (draft::Rule& rule : type.rules) rule.when = {};
  }
  for (draft::Kind& kind : out.kinds) {
    std::erase_if(kind.versions, is_gone);
    for (draft::ApiVersion& api : kind.versions) api.when = {};
  }
  std::erase_if(out.kinds, [](const draft::Kind& kind) { return kind.versions.empty(); });
  return out;
}

bool is_newer_api(std::string_view left, std::string_view right) {
  const std::optional<std::array<int, 3>> l = parse_api(left);
  const std::optional<std::array<int, 3>> r = parse_api(right);
  if (!l || !r) return l.has_value() != r.has_value() ? l.has_value() : left < right;
  // Final versions come before beta ones, and those before alpha ones.
  return std::tuple((*r)[1], (*r)[0], (*r)[2]) < std::tuple((*l)[1], (*l)[0], (*l)[2]);
}

}  // namespace meshlint::schema
