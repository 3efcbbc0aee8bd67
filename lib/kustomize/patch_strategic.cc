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
#include "kustomize/lost_items.h"
#include "kustomize/map_index.h"
#include "kustomize/patch_directive.h"
#include "kustomize/problems.h"
#include "text/problem.h"
#include "text/shown.h"
#include "yaml/build.h"

namespace meshlint::kustomize {
namespace {

std::string_view kind_name(yaml::Node node) {
  if (node.is_map()) return "mapping";
  return node.is_list() ? "list" : "single value";
}

class Merger {
 public:
  Merger(yaml::Arena& arena, const MergeSchema& schema, bool is_custom, std::size_t& budget)
      : arena_(arena), schema_(schema), is_custom_(is_custom), budget_(budget) {}

  std::vector<text::Problem> take_problems() { return std::move(problems_); }

  // Nothing if the value is removed. The depth of the trees, which the readers limit, bounds the
  // recursion.
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
    if (patch.is_list() && is_custom_) note(replaced_list(target, patch));
    return *patch.record();
  }

 private:
  std::optional<yaml::Record> merge_maps(yaml::Node target, yaml::Node patch,
                                         const MergeType& type) {
    switch (directive_of(patch, problems_)) {
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

  // The patch's value where the target has none, without the nulls and directives in its mappings.
  std::optional<yaml::Record> added(yaml::Node patch, const MergeField& field) {
    if (patch.is_map()) {
      if (directive_of(patch, problems_) == Directive::kDelete) return std::nullopt;
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
    switch (take_directive(ours, problems_)) {
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

  // For lists whose items aren't identified by their keys.
  std::optional<yaml::Record> item_by_item(yaml::Node list, std::span<const yaml::Node> theirs,
                                           std::span<const yaml::Node> ours, bool is_new,
                                           const MergeField& field) {
    const std::size_t cost = (theirs.size() + ours.size()) * (theirs.size() + ours.size());
    if (cost > budget_) {
      report(list, fmt::format(
                       "the list is too long for items without unique keys; give each its own `{}`",
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
      report(at, fmt::format("a {} in a list whose items are merged by `{}`; kustomize rejects it",
                             kind_name(at), field.keys[0]));
      return *list.record();
    }
    yaml::Record result = list_like(list, *items);
    for (const yaml::Node item : ours) note(lost_item(item, theirs, yaml::Node(&result), field));
    return result;
  }

  // Nothing if the item is deleted, or is an empty mapping after the merge.
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

  // A merge visits the whole target and drops entries without a value. A literal `null` or `~`
  // stays.
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

  static std::vector<yaml::Node> nodes_of(yaml::Node list) { return {list.begin(), list.end()}; }

  yaml::Record list_like(yaml::Node list, std::span<const yaml::Record> items) {
    yaml::Record result = yaml::list_record(arena_, items, list.span());
    result.style = list.style();
    return result;
  }

  // For items that are identified by their keys, where all have the second key or none has.
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

  void report_other_kind(yaml::Node target, yaml::Node patch) {
    problems_.push_back(
        text::make_problem(kInvalidPatch, patch.span(),
                           fmt::format("the patch has a {} where the resource has a {}",
                                       kind_name(patch), kind_name(target)),
                           {std::string(kind_name(patch)), std::string(kind_name(target))}));
    problems_.back().related.push_back({target.span(), "patched value"});
  }

  void note(std::optional<text::Problem> problem) {
    if (problem) problems_.push_back(*std::move(problem));
  }

  void report(yaml::Node at, std::string message) {
    problems_.push_back(text::make_problem(kInvalidPatch, at.span(), std::move(message), {}));
  }

  yaml::Arena& arena_;
  const MergeSchema& schema_;
  bool is_custom_;  // kustomize has no schema for the object's lists
  std::size_t& budget_;
  std::vector<text::Problem> problems_;
};

}  // namespace

MergeResult merge_patch(yaml::Arena& arena, yaml::Node target, yaml::Node patch,
                        const MergeSchema& schema, const MergeType& type, std::size_t& budget) {
  MergeResult result;
  // In this case kustomize patches the patch instead of the object, and the object stays as it is.
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
