#include "kustomize/keyed_lists.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <unordered_set>
#include <utility>

#include "yaml/build.h"

namespace meshlint::kustomize {
namespace {

using Texts = std::vector<std::string_view>;

bool is_blank(yaml::Node item) { return item.is_null() || (item.is_map() && item.empty()); }

// The value of a key in an item; empty if it has none.
std::string_view value_of(yaml::Node item, std::string_view key) {
  const yaml::Node value = item[key];
  return value.is_null() ? std::string_view() : value.text();
}

class ItemByItem {
 public:
  ItemByItem(yaml::Arena& arena, std::span<const yaml::Node> target,
             std::span<const yaml::Node> patch, bool is_new, const ListKeys& keys,
             const MergeItems& merge)
      : arena_(arena), patch_(patch.begin(), patch.end()), is_new_(is_new), merge_(merge) {
    for (const yaml::Node item : target) target_.push_back(*item.record());
    for (const std::string_view key : keys) {
      if (!key.empty()) keys_.push_back(key);
    }
  }

  std::optional<std::vector<yaml::Record>> run() {
    collect_values();
    if (keys_.size() > 1) complete_values();
    Texts used;
    for (std::size_t i = 0; i < values_.size() && is_good_; ++i) used = step(values_[i]);
    for (const yaml::Record& item : target_) {
      if (!is_good_) break;
      append(item, used);
    }
    if (!is_good_) return std::nullopt;
    return std::move(result_);
  }

 private:
  // The key values of every item without duplicates, those of the patch first.
  void collect_values() {
    const auto add = [&](yaml::Node item) {
      Texts values;
      for (const std::string_view key : keys_) values.push_back(value_of(item, key));
      if (std::ranges::find(values_, values) == values_.end()) values_.push_back(std::move(values));
    };
    for (const yaml::Node item : patch_) add(item);
    for (const yaml::Record& item : target_) add(yaml::Node(&item));
  }

  // Two of them are the same if they differ only in a key that one of them lacks.
  void complete_values() {
    for (std::size_t i = 0; i < values_.size(); ++i) {
      for (std::size_t j = 0; j < values_.size(); ++j) {
        const std::optional<Texts> both = combined(values_[i], values_[j]);
        if (both) values_[i] = values_[j] = *both;
      }
    }
  }

  static std::optional<Texts> combined(const Texts& a, const Texts& b) {
    bool has_common = false;
    Texts both;
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (a[i] == b[i]) {
        has_common = true;
      } else if (!a[i].empty() && !b[i].empty()) {
        return std::nullopt;
      }
      both.push_back(a[i].empty() ? b[i] : a[i]);
    }
    return has_common ? std::optional(std::move(both)) : std::nullopt;
  }

  // Removes the keys that none of `all` has; if none has any key, all keys stay.
  static void keep_given(const std::vector<Texts>& all, Texts& keys, Texts& values) {
    Texts given;
    Texts given_values;
    for (std::size_t i = 0; i < keys.size(); ++i) {
      if (std::ranges::all_of(all, [&](const Texts& each) { return each[i].empty(); })) continue;
      given.push_back(keys[i]);
      given_values.push_back(values[i]);
    }
    if (given.empty()) return;
    keys = std::move(given);
    values = std::move(given_values);
  }

  // Merges the items with these key values. Returns the keys that matter.
  Texts step(const Texts& wanted) {
    Texts keys = keys_;
    Texts values = wanted;
    keep_given(values_, keys, values);
    Texts found_keys = keys;
    Texts found_values = values;
    keep_given({values}, found_keys, found_values);

    const auto has_values = [&](yaml::Node item) {
      if (!item.is_map()) return false;
      for (std::size_t i = 0; i < found_keys.size(); ++i) {
        const yaml::Node value = item[found_keys[i]];
        if (!value || value.text() != found_values[i]) return false;
      }
      return true;
    };
    const auto of_target = std::ranges::find_if(
        target_, [&](const yaml::Record& item) { return has_values(yaml::Node(&item)); });
    const yaml::Node target =
        of_target == target_.end() ? yaml::Node() : yaml::place(arena_, *of_target);
    yaml::Node patch = target;
    if (!is_new_) {
      const auto of_patch = std::ranges::find_if(patch_, has_values);
      patch = of_patch == patch_.end() ? yaml::Node() : *of_patch;
    }
    std::optional<yaml::Record> merged;
    if (target || patch) merged = merge_(is_new_ ? yaml::Node() : target, patch);
    if (!merged || is_blank(yaml::Node(&*merged))) {
      set(target_, keys, values, nullptr);
      return keys;
    }
    for (std::size_t i = 0; i < keys.size(); ++i) {
      if (values[i].empty() || yaml::Node(&*merged)[keys[i]]) continue;
      merged = yaml::with_entry(arena_, yaml::Node(&*merged),
                                yaml::string_record(arena_, keys[i], merged->span),
                                yaml::plain_record(arena_, values[i], merged->span));
    }
    // An item with `$patch: replace` doesn't replace the other one: both stay, and the other one
    // comes last.
    const bool is_beside = !is_new_ && target && patch["$patch"].text() == "replace";
    if (of_target != target_.end() && !is_beside) *of_target = *merged;
    set(result_, keys, values, &*merged);
    return keys;
  }

  // Adds an item of the target to the result, where it replaces the items with its key values.
  void append(const yaml::Record& record, const Texts& keys) {
    const yaml::Node item(&record);
    if (item.is_list() || (item.is_scalar() && !item.is_null())) {
      is_good_ = false;
      return;
    }
    Texts values;
    for (const std::string_view key : keys) {
      const yaml::Node value = item[key];
      if (value) {
        values.push_back(value.text());
      } else {
        result_.push_back(record);
      }
    }
    if (keys.size() > 1) set(result_, keys, values, nullptr);
    set(result_, keys, values, item.is_null() ? nullptr : &record);
  }

  // Replaces all items with these key values by `item`, or appends it; null removes them. An empty
  // value matches any, and without values no other item stays.
  void set(std::vector<yaml::Record>& list, const Texts& keys, const Texts& values,
           const yaml::Record* item) {
    const bool wants_maps = !values.empty() && !values[0].empty();
    std::vector<yaml::Record> kept;
    bool is_placed = false;
    for (const yaml::Record& record : list) {
      const yaml::Node other(&record);
      if (is_blank(other)) continue;
      if (!other.is_map()) {
        is_good_ &= wants_maps;
        kept.push_back(record);
        continue;
      }
      bool is_met = !values.empty();
      for (std::size_t i = 0; i < std::min(keys.size(), values.size()); ++i) {
        const yaml::Node value = other[keys[i]];
        is_met &= value && (values[i].empty() || value.text() == values[i]);
      }
      if (!is_met) {
        if (!values.empty()) kept.push_back(record);
        continue;
      }
      is_placed = true;
      if (item != nullptr) kept.push_back(*item);
    }
    if (item != nullptr && !is_placed) kept.push_back(*item);
    list = std::move(kept);
  }

  yaml::Arena& arena_;
  std::vector<yaml::Record> target_;
  std::vector<yaml::Node> patch_;
  bool is_new_;
  const MergeItems& merge_;
  Texts keys_;
  std::vector<Texts> values_;
  std::vector<yaml::Record> result_;
  bool is_good_ = true;
};

}  // namespace

bool are_told_apart(std::span<const yaml::Node> items, const ListKeys& keys) {
  constexpr std::size_t kFew = 12;
  std::unordered_set<std::string> seen;
  std::size_t with_second = 0;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::string_view first = value_of(items[i], keys[0]);
    if (!items[i].is_map() || first.empty()) return false;
    const std::string_view second =
        keys[1].empty() ? std::string_view() : value_of(items[i], keys[1]);
    if (!second.empty()) ++with_second;
    if (items.size() > kFew) {
      std::string text(first);
      text.append(1, '\0').append(second);
      if (!seen.insert(std::move(text)).second) return false;
      continue;
    }
    for (std::size_t j = 0; j < i; ++j) {
      if (value_of(items[j], keys[0]) != first) continue;
      if (keys[1].empty() || value_of(items[j], keys[1]) == second) return false;
    }
  }
  return with_second == 0 || with_second == items.size();
}

std::optional<std::vector<yaml::Record>> merge_item_by_item(yaml::Arena& arena,
                                                            std::span<const yaml::Node> target,
                                                            std::span<const yaml::Node> patch,
                                                            bool is_new, const ListKeys& keys,
                                                            const MergeItems& merge) {
  return ItemByItem(arena, target, patch, is_new, keys, merge).run();
}

}  // namespace meshlint::kustomize
