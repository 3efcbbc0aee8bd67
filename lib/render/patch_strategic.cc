#include "render/patch_strategic.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "render/lookup.h"
#include "render/problem.h"
#include "yaml/build.h"

namespace meshlint::render {
namespace {

constexpr std::string_view kDirectiveKey = "$patch";
// Maps up to this size are searched entry by entry.
constexpr std::size_t kSmallMap = 16;

enum class Directive : std::uint8_t { kMerge, kReplace, kDelete };

std::string_view kind_name(yaml::Node node) {
  if (node.is_map()) return "map";
  return node.is_list() ? "list" : "single value";
}

// Finds the values of a map, without going through all entries for each key of a big one.
class MapIndex {
 public:
  explicit MapIndex(yaml::Node map) : map_(map) {
    if (map.size() <= kSmallMap) return;
    index_.reserve(map.size());
    for (const auto [key, value] : map.entries()) index_.emplace(key.text(), value);
  }
  yaml::Node operator[](std::string_view key) const {
    if (index_.empty()) return map_[key];
    const auto found = index_.find(key);
    return found == index_.end() ? yaml::Node() : found->second;
  }

 private:
  yaml::Node map_;
  std::unordered_map<std::string_view, yaml::Node> index_;
};

// An item of a list that merges by keys, with the texts of its keys.
struct Item {
  yaml::Node node;
  std::array<std::string_view, 2> keys;
};

class Merger {
 public:
  Merger(yaml::Arena& arena, const MergeSchema& schema, bool is_custom)
      : arena_(arena), schema_(schema), is_custom_(is_custom) {}

  std::vector<text::Problem> take_problems() { return std::move(problems_); }

  // Nothing: the value is to be removed. Recursion ends with the trees, whose depth is bounded
  // where they were read.
  std::optional<yaml::Record> merge(yaml::Node target, yaml::Node patch, const MergeField& field) {
    if (!patch) return without_blank_nulls(target, field);
    if (patch.is_null()) return std::nullopt;
    if (!target || target.is_null()) return added(patch, field);
    if (target.kind() != patch.kind()) {
      report_other_kind(target, patch);
      return *target.record();
    }
    if (patch.is_map()) return merge_maps(target, patch, field.type);
    if (patch.is_list() && field.is_merged_list) return merge_lists(target, patch, field);
    if (patch.is_list() && is_custom_) note_replaced(target, patch);
    return *patch.record();
  }

 private:
  std::optional<yaml::Record> merge_maps(yaml::Node target, yaml::Node patch,
                                         const MergeType& type) {
    switch (directive_of(patch)) {
      case Directive::kDelete:
        return std::nullopt;
      case Directive::kReplace:
        return added(patch, {.type = type});
      case Directive::kMerge:
        break;
    }
    const MapIndex patch_index(patch);
    const MapIndex target_index(target);
    std::vector<yaml::Entry> entries;
    entries.reserve(target.size() + patch.size());
    bool is_changed = false;
    for (const auto [key, value] : target.entries()) {
      const yaml::Node patch_value = patch_index[key.text()];
      const std::optional<yaml::Record> merged =
          merge(value, patch_value, schema_.field(type, key.text()));
      is_changed |= !merged || !is_same(*merged, *value.record());
      if (merged) entries.push_back({*key.record(), *merged});
    }
    for (const auto [key, value] : patch.entries()) {
      if (key.text() == kDirectiveKey || target_index[key.text()]) continue;
      const std::optional<yaml::Record> merged =
          merge(yaml::Node(), value, schema_.field(type, key.text()));
      if (!merged) continue;
      is_changed = true;
      entries.push_back({*key.record(), *merged});
    }
    if (!is_changed) return *target.record();
    yaml::Record result = yaml::map_record(arena_, entries, target.span());
    result.style = target.style();
    return result;
  }

  // The patch's own value where the target has none. Nulls and directives vanish from its maps.
  std::optional<yaml::Record> added(yaml::Node patch, const MergeField& field) {
    if (patch.is_map()) {
      if (directive_of(patch) == Directive::kDelete) return std::nullopt;
      std::vector<yaml::Entry> entries;
      entries.reserve(patch.size());
      bool is_changed = false;
      for (const auto [key, value] : patch.entries()) {
        std::optional<yaml::Record> kept;
        if (key.text() != kDirectiveKey && !value.is_null()) {
          kept = added(value, schema_.field(field.type, key.text()));
        }
        is_changed |= !kept || !is_same(*kept, *value.record());
        if (kept) entries.push_back({*key.record(), *kept});
      }
      if (!is_changed) return *patch.record();
      yaml::Record result = yaml::map_record(arena_, entries, patch.span());
      result.style = patch.style();
      return result;
    }
    if (!patch.is_list() || !field.is_merged_list || field.keys[0].empty()) return *patch.record();
    std::vector<yaml::Record> items;
    bool is_changed = false;
    for (const yaml::Node item : patch) {
      if (item.is_map() && item.size() == 1 && item[kDirectiveKey]) {
        is_changed = true;
        continue;
      }
      const std::optional<yaml::Record> kept = added(item, {.type = field.type});
      is_changed |= !kept || !is_same(*kept, *item.record());
      if (kept) items.push_back(*kept);
    }
    if (!is_changed) return *patch.record();
    yaml::Record result = yaml::list_record(arena_, items, patch.span());
    result.style = patch.style();
    return result;
  }

  std::optional<yaml::Record> merge_lists(yaml::Node target, yaml::Node patch,
                                          const MergeField& field) {
    if (field.keys[0].empty()) return union_of_scalars(target, patch);
    switch (list_directive_of(patch)) {
      case Directive::kDelete:
        return std::nullopt;
      case Directive::kReplace:
        return added(patch, field);
      case Directive::kMerge:
        break;
    }
    const std::size_t key_count = field.keys[1].empty() ? 1 : 2;
    const std::vector<Item> theirs = items_of(target, field);
    const std::vector<Item> ours = items_of(patch, field);
    // The second key counts only if somebody gives it.
    const bool is_second_used =
        key_count == 2 &&
        (std::ranges::any_of(theirs, [](const Item& item) { return !item.keys[1].empty(); }) ||
         std::ranges::any_of(ours, [](const Item& item) { return !item.keys[1].empty(); }));
    const std::size_t used = is_second_used ? 2 : 1;

    std::unordered_map<std::string, std::size_t> index;         // by all used keys
    std::unordered_map<std::string_view, std::size_t> primary;  // by the first key
    for (std::size_t i = 0; i < theirs.size(); ++i) {
      if (theirs[i].keys[0].empty()) continue;
      index.emplace(key_text(theirs[i], used), i);
      primary.emplace(theirs[i].keys[0], i);
    }
    std::vector<bool> is_taken(theirs.size());
    std::vector<yaml::Record> result;
    std::unordered_map<std::string, std::size_t> ours_seen;  // a repeated item merges once
    for (const Item& item : ours) {
      if (item.keys[0].empty()) {
        if (!item.node.is_map()) result.push_back(*item.node.record());
        continue;
      }
      if (!ours_seen.emplace(key_text(item, used), 0).second) continue;
      const auto found = index.find(key_text(item, used));
      if (found != index.end()) {
        is_taken[found->second] = true;
        const std::optional<yaml::Record> merged =
            merge_item(theirs[found->second].node, item.node, field.type);
        if (merged) result.push_back(*merged);
        continue;
      }
      // One side gives the second key, the other does not: kustomize takes both for the same
      // item, then finds only one of them, and drops the patch's.
      const auto similar = primary.find(item.keys[0]);
      if (used == 2 && similar != primary.end() &&
          (item.keys[1].empty() || theirs[similar->second].keys[1].empty())) {
        report_dropped(theirs[similar->second].node, item, field);
        if (item.keys[1].empty() && !is_taken[similar->second]) {
          is_taken[similar->second] = true;
          result.push_back(*theirs[similar->second].node.record());
        }
        continue;
      }
      const std::optional<yaml::Record> fresh = merge_item(yaml::Node(), item.node, field.type);
      if (fresh) result.push_back(*fresh);
    }
    for (std::size_t i = 0; i < theirs.size(); ++i) {
      if (is_taken[i]) continue;
      const std::optional<yaml::Record> kept =
          without_blank_nulls(theirs[i].node, {.type = field.type});
      if (kept) result.push_back(*kept);
    }
    yaml::Record list = yaml::list_record(arena_, result, target.span());
    list.style = target.style();
    return list;
  }

  // Nothing if the item is deleted, or is an empty map after the merge.
  std::optional<yaml::Record> merge_item(yaml::Node target, yaml::Node patch,
                                         const MergeType& type) {
    const std::optional<yaml::Record> merged = merge(target, patch, {.type = type});
    if (merged && merged->kind == yaml::Kind::kMap && merged->size == 0) return std::nullopt;
    return merged;
  }

  std::optional<yaml::Record> union_of_scalars(yaml::Node target, yaml::Node patch) {
    std::vector<yaml::Record> items;
    std::unordered_set<std::string_view> seen;
    for (const yaml::Node list : {patch, target}) {
      for (const yaml::Node item : list) {
        if (item.is_scalar() && !seen.insert(item.text()).second) continue;
        items.push_back(*item.record());
      }
    }
    yaml::Record result = yaml::list_record(arena_, items, target.span());
    result.style = target.style();
    return result;
  }

  // A merge passes through the whole target and drops map entries that were left blank. A null
  // that was spelled out stays.
  std::optional<yaml::Record> without_blank_nulls(yaml::Node node, const MergeField& field) {
    if (node.is_null() && node.text().empty()) return std::nullopt;
    if (node.is_map()) {
      std::vector<yaml::Entry> entries;
      bool is_changed = false;
      std::size_t index = 0;
      for (const auto [key, value] : node.entries()) {
        const std::optional<yaml::Record> kept =
            without_blank_nulls(value, schema_.field(field.type, key.text()));
        const bool is_other = !kept || !is_same(*kept, *value.record());
        if (is_other && !is_changed) {
          is_changed = true;
          std::size_t i = 0;
          for (const auto [early_key, early_value] : node.entries()) {
            if (i++ == index) break;
            entries.push_back({*early_key.record(), *early_value.record()});
          }
        }
        if (is_changed && kept) entries.push_back({*key.record(), *kept});
        ++index;
      }
      if (!is_changed) return *node.record();
      yaml::Record result = yaml::map_record(arena_, entries, node.span());
      result.style = node.style();
      return result;
    }
    if (!node.is_list() || !field.is_merged_list || field.keys[0].empty()) return *node.record();
    std::vector<yaml::Record> items;
    bool is_changed = false;
    for (const yaml::Node item : node) {
      const std::optional<yaml::Record> kept = without_blank_nulls(item, {.type = field.type});
      is_changed |= !kept || !is_same(*kept, *item.record());
      if (kept) items.push_back(*kept);
    }
    if (!is_changed) return *node.record();
    yaml::Record result = yaml::list_record(arena_, items, node.span());
    result.style = node.style();
    return result;
  }

  Directive directive_of(yaml::Node patch) {
    const yaml::Node directive = patch[kDirectiveKey];
    if (!directive) return Directive::kMerge;
    if (directive.text() == "delete") return Directive::kDelete;
    if (directive.text() == "replace") return Directive::kReplace;
    if (directive.text() != "merge") report_unknown(directive);
    return Directive::kMerge;
  }

  // A list's directive is an item of its own that holds nothing else.
  Directive list_directive_of(yaml::Node patch) {
    for (const yaml::Node item : patch) {
      if (item.is_map() && item.size() == 1 && item[kDirectiveKey]) return directive_of(item);
    }
    return Directive::kMerge;
  }

  static std::vector<Item> items_of(yaml::Node list, const MergeField& field) {
    std::vector<Item> items;
    items.reserve(list.size());
    for (const yaml::Node node : list) {
      if (node.is_map() && node.size() == 1 && node[kDirectiveKey]) continue;
      Item item{.node = node, .keys = {node[field.keys[0]].text(), {}}};
      if (!field.keys[1].empty()) item.keys[1] = node[field.keys[1]].text();
      items.push_back(item);
    }
    return items;
  }

  static std::string key_text(const Item& item, std::size_t used) {
    std::string text(item.keys[0]);
    if (used == 2) text.append(1, '\0').append(item.keys[1]);
    return text;
  }

  static bool is_same(const yaml::Record& a, const yaml::Record& b) {
    return a.kind == b.kind && a.text == b.text && a.size == b.size && a.span == b.span;
  }

  void report_unknown(yaml::Node directive) {
    problems_.push_back(problem(
        text::ProblemKind::kBadPatch, directive.span(),
        fmt::format("`$patch: {}` is none of delete, replace and merge", shown(directive.text())),
        {std::string(directive.text())}));
  }

  void report_other_kind(yaml::Node target, yaml::Node patch) {
    problems_.push_back(problem(text::ProblemKind::kBadPatch, patch.span(),
                                fmt::format("the patch has a {} where the resource has a {}",
                                            kind_name(patch), kind_name(target)),
                                {std::string(kind_name(patch)), std::string(kind_name(target))}));
    problems_.back().related.push_back({target.span(), "patched value"});
  }

  // Nothing is lost with an item that says what is there already.
  void report_dropped(yaml::Node target, const Item& item, const MergeField& field) {
    const bool is_lost = std::ranges::any_of(item.node.entries(), [&](const yaml::EntryView& ours) {
      return !yaml::deep_equal(ours.value, target[ours.key.text()]);
    });
    if (!is_lost) return;
    problems_.push_back(
        problem(text::ProblemKind::kPatchItemDropped, item.node.span(),
                fmt::format("kustomize drops this item: only one side gives `{}`; give it on both",
                            field.keys[1]),
                {std::string(field.keys[1])}));
    problems_.back().related.push_back({target.span(), "item that stays as it is"});
  }

  // An item that lacks what all items of the resource have was hardly meant to stand alone.
  void note_replaced(yaml::Node target, yaml::Node patch) {
    if (target.empty() || !target.item(0).is_map()) return;
    for (const yaml::Node item : patch) {
      if (!item.is_map() || item.empty()) continue;
      for (const auto [key, value] : target.item(0).entries()) {
        const std::string_view name = key.text();
        const bool is_common = std::all_of(target.begin(), target.end(),
                                           [&](yaml::Node theirs) { return theirs[name]; });
        if (!is_common || item[name]) continue;
        problems_.push_back(problem(
            text::ProblemKind::kListReplaced, item.span(),
            fmt::format("this item has no `{}`, and the patch's list replaces {} as a whole",
                        shown(name), target.size() == 1 ? "the other one" : "the others"),
            {std::string(name), std::to_string(target.size())}));
        problems_.back().related.push_back({target.span(), "list that is gone"});
        return;
      }
    }
  }

  yaml::Arena& arena_;
  const MergeSchema& schema_;
  bool is_custom_;  // kustomize knows nothing of the object's lists
  std::vector<text::Problem> problems_;
};

}  // namespace

MergeResult merge_patch(yaml::Arena& arena, yaml::Node target, yaml::Node patch,
                        const MergeSchema& schema, const MergeType& type) {
  Merger merger(arena, schema, !type.is_known());
  MergeResult result;
  result.root = merger.merge(target, patch, {.type = type});
  result.problems = merger.take_problems();
  return result;
}

}  // namespace meshlint::render
