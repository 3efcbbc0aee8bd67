#include "kustomize/patch_strategic.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "kustomize/keyed_lists.h"
#include "kustomize/map_index.h"
#include "text/problem.h"
#include "text/shown.h"
#include "yaml/build.h"

namespace meshlint::kustomize {
namespace {

constexpr std::string_view kDirectiveKey = "$patch";

enum class Directive : std::uint8_t { kMerge, kReplace, kDelete };

std::string_view kind_name(yaml::Node node) {
  if (node.is_map()) return "map";
  return node.is_list() ? "list" : "single value";
}

class Merger {
 public:
  Merger(yaml::Arena& arena, const MergeSchema& schema, bool is_custom, std::size_t& budget)
      : arena_(arena), schema_(schema), is_custom_(is_custom), budget_(budget) {}

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
    return added_list(patch, nodes_of(patch), field);
  }

  std::optional<yaml::Record> added_list(yaml::Node list, const std::vector<yaml::Node>& items,
                                         const MergeField& field) {
    if (!are_told_apart(items, field.keys)) return item_by_item(list, items, items, true, field);
    std::vector<yaml::Record> result;
    bool is_changed = items.size() != list.size();
    for (const yaml::Node item : items) {
      const std::optional<yaml::Record> kept = added(item, {.type = field.type});
      is_changed |= !kept || !is_same(*kept, *item.record());
      if (kept) result.push_back(*kept);
    }
    return is_changed ? list_like(list, result) : *list.record();
  }

  std::optional<yaml::Record> merge_lists(yaml::Node target, yaml::Node patch,
                                          const MergeField& field) {
    if (field.keys[0].empty()) return union_of_scalars(target, patch);
    std::vector<yaml::Node> ours = nodes_of(patch);
    switch (take_directive(ours)) {
      case Directive::kDelete:
        return std::nullopt;
      case Directive::kReplace:
        return added_list(patch, ours, field);
      case Directive::kMerge:
        break;
    }
    const std::vector<yaml::Node> theirs = nodes_of(target);
    const auto replaces = [](yaml::Node item) { return item[kDirectiveKey].text() == "replace"; };
    if (!are_told_apart(theirs, field.keys) || !are_told_apart(ours, field.keys) ||
        has_second_key(theirs, field) != has_second_key(ours, field) ||
        std::ranges::any_of(ours, replaces)) {
      return item_by_item(target, theirs, ours, false, field);
    }
    std::unordered_map<std::string, std::size_t> index;
    for (std::size_t i = 0; i < theirs.size(); ++i) index.emplace(key_text(theirs[i], field), i);
    std::vector<bool> is_taken(theirs.size());
    std::vector<yaml::Record> result;
    for (const yaml::Node item : ours) {
      const auto found = index.find(key_text(item, field));
      if (found != index.end()) is_taken[found->second] = true;
      const std::optional<yaml::Record> merged =
          merge_item(found == index.end() ? yaml::Node() : theirs[found->second], item, field.type);
      if (merged) result.push_back(*merged);
    }
    for (std::size_t i = 0; i < theirs.size(); ++i) {
      if (is_taken[i]) continue;
      const std::optional<yaml::Record> kept = without_blank_nulls(theirs[i], {.type = field.type});
      if (kept) result.push_back(*kept);
    }
    return list_like(target, result);
  }

  // Where the keys do not tell the items apart.
  std::optional<yaml::Record> item_by_item(yaml::Node list, std::span<const yaml::Node> theirs,
                                           std::span<const yaml::Node> ours, bool is_new,
                                           const MergeField& field) {
    const std::size_t cost = (theirs.size() + ours.size()) * (theirs.size() + ours.size());
    if (cost > budget_) {
      report(list, fmt::format("the list is too long for items that their keys do not tell apart; "
                               "give each its own `{}`",
                               field.keys[0]));
      return *list.record();
    }
    budget_ -= cost;
    const std::optional<std::vector<yaml::Record>> items = merge_item_by_item(
        arena_, theirs, ours, is_new, field.keys, [&](yaml::Node target, yaml::Node patch) {
          return merge(target, patch, {.type = field.type});
        });
    if (!items) {
      const auto single = std::ranges::find_if(
          theirs, [](yaml::Node item) { return !item.is_map() && !item.is_null(); });
      const yaml::Node at = single == theirs.end() ? list : *single;
      report(at, fmt::format("a {} where the items are told apart by `{}`; kustomize refuses it",
                             kind_name(at), field.keys[0]));
      return *list.record();
    }
    yaml::Record result = list_like(list, *items);
    for (const yaml::Node item : ours) report_if_lost(item, theirs, yaml::Node(&result), field);
    return result;
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
    const std::vector<yaml::Node> nodes = nodes_of(node);
    if (!are_told_apart(nodes, field.keys)) return item_by_item(node, nodes, {}, false, field);
    std::vector<yaml::Record> items;
    bool is_changed = false;
    for (const yaml::Node item : nodes) {
      const std::optional<yaml::Record> kept = without_blank_nulls(item, {.type = field.type});
      is_changed |= !kept || !is_same(*kept, *item.record());
      if (kept) items.push_back(*kept);
    }
    return is_changed ? list_like(node, items) : *node.record();
  }

  Directive directive_of(yaml::Node patch) {
    const yaml::Node directive = patch[kDirectiveKey];
    if (!directive) return Directive::kMerge;
    if (directive.text() == "delete") return Directive::kDelete;
    if (directive.text() == "replace") return Directive::kReplace;
    if (directive.text() != "merge") report_unknown(directive);
    return Directive::kMerge;
  }

  // A list's directive is an item of its own that holds nothing else. It takes with it whatever
  // has the same directive, and blank items.
  Directive take_directive(std::vector<yaml::Node>& items) {
    const auto first = std::ranges::find_if(
        items, [](yaml::Node item) { return static_cast<bool>(item[kDirectiveKey]); });
    if (first == items.end() || first->size() != 1) return Directive::kMerge;
    const Directive directive = directive_of(*first);
    const std::string_view text = (*first)[kDirectiveKey].text();
    std::erase_if(items, [&](yaml::Node item) {
      return item.is_null() || (item.is_map() && item.empty()) ||
             item[kDirectiveKey].text() == text;
    });
    return directive;
  }

  static std::vector<yaml::Node> nodes_of(yaml::Node list) { return {list.begin(), list.end()}; }

  yaml::Record list_like(yaml::Node list, std::span<const yaml::Record> items) {
    yaml::Record result = yaml::list_record(arena_, items, list.span());
    result.style = list.style();
    return result;
  }

  // Of items that are told apart: all give the second key, or none.
  static bool has_second_key(std::span<const yaml::Node> items, const MergeField& field) {
    return !items.empty() && !field.keys[1].empty() && !items.front()[field.keys[1]].text().empty();
  }

  static std::string key_text(yaml::Node item, const MergeField& field) {
    std::string text(item[field.keys[0]].text());
    if (!field.keys[1].empty()) text.append(1, '\0').append(item[field.keys[1]].text());
    return text;
  }

  static bool is_same(const yaml::Record& a, const yaml::Record& b) {
    return a.kind == b.kind && a.text == b.text && a.size == b.size && a.span == b.span;
  }

  void report_unknown(yaml::Node directive) {
    problems_.push_back(
        text::make_problem(text::ProblemKind::kBadPatch, directive.span(),
                           fmt::format("`$patch: {}` is none of delete, replace and merge",
                                       text::shown(directive.text())),
                           {std::string(directive.text())}));
  }

  void report_other_kind(yaml::Node target, yaml::Node patch) {
    problems_.push_back(
        text::make_problem(text::ProblemKind::kBadPatch, patch.span(),
                           fmt::format("the patch has a {} where the resource has a {}",
                                       kind_name(patch), kind_name(target)),
                           {std::string(kind_name(patch)), std::string(kind_name(target))}));
    problems_.back().related.push_back({target.span(), "patched value"});
  }

  void report(yaml::Node at, std::string message) {
    problems_.push_back(
        text::make_problem(text::ProblemKind::kBadPatch, at.span(), std::move(message), {}));
  }

  // An item of the patch whose words are nowhere in the merged list.
  void report_if_lost(yaml::Node item, std::span<const yaml::Node> theirs, yaml::Node merged,
                      const MergeField& field) {
    if (item[kDirectiveKey] || item.is_null()) return;
    const auto says_all = [&](yaml::Node other) {
      return std::ranges::all_of(item.entries(), [&](const yaml::EntryView& ours) {
        return ours.value.is_null() || yaml::deep_equal(ours.value, other[ours.key.text()]);
      });
    };
    if (item.is_map() && std::any_of(merged.begin(), merged.end(), says_all)) return;
    const std::string_view first = item[field.keys[0]].text();
    // Of an item that merged with another one, more than these words may be left.
    const auto is_like = [&](yaml::Node other) { return other[field.keys[0]].text() == first; };
    const auto similar = std::ranges::find_if(theirs, is_like);
    if (first.empty()) {
      const bool takes_others = merged.size() < theirs.size();
      problems_.push_back(text::make_problem(
          text::ProblemKind::kPatchItemDropped, item.span(),
          fmt::format("kustomize drops this item{}: it has no `{}`; give it one",
                      takes_others ? ", and others of the list with it" : "", field.keys[0]),
          {std::string(field.keys[0])}));
    } else if (!field.keys[1].empty() && similar != theirs.end() &&
               item[field.keys[1]].text().empty() != (*similar)[field.keys[1]].text().empty()) {
      problems_.push_back(text::make_problem(
          text::ProblemKind::kPatchItemDropped, item.span(),
          fmt::format("kustomize drops this item: only one side gives `{}`; give it on both",
                      field.keys[1]),
          {std::string(field.keys[1])}));
    } else {
      return;
    }
    if (similar != theirs.end()) {
      problems_.back().related.push_back({similar->span(), "item that stays as it is"});
    }
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
        problems_.push_back(text::make_problem(
            text::ProblemKind::kListReplaced, item.span(),
            fmt::format("this item has no `{}`, and the patch's list replaces {} as a whole",
                        text::shown(name), target.size() == 1 ? "the other one" : "the others"),
            {std::string(name), std::to_string(target.size())}));
        problems_.back().related.push_back({target.span(), "list that is gone"});
        return;
      }
    }
  }

  yaml::Arena& arena_;
  const MergeSchema& schema_;
  bool is_custom_;  // kustomize knows nothing of the object's lists
  std::size_t& budget_;
  std::vector<text::Problem> problems_;
};

}  // namespace

MergeResult merge_patch(yaml::Arena& arena, yaml::Node target, yaml::Node patch,
                        const MergeSchema& schema, const MergeType& type, std::size_t& budget) {
  MergeResult result;
  // kustomize looks at the patch in place of the object then, and keeps the object.
  if (patch[kDirectiveKey].text() == "replace") {
    result.root = *target.record();
    return result;
  }
  Merger merger(arena, schema, !type.is_known(), budget);
  result.root = merger.merge(target, patch, {.type = type});
  result.problems = merger.take_problems();
  return result;
}

}  // namespace meshlint::kustomize
