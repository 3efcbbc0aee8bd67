#include "kustomize/shared_values.h"

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "kustomize/field_path.h"
#include "kustomize/map_index.h"
#include "yaml/build.h"

namespace meshlint::kustomize {
namespace {

// Collects the changes of shared values, and repeats them in all their places.
class SharedChanges {
 public:
  SharedChanges(yaml::Arena& arena, SharedTexts& shared) : arena_(arena), shared_(shared) {}

  void collect(yaml::Node before, yaml::Node after) {
    if (is_same(before, after)) return;
    if (before.is_scalar() && after.is_scalar()) {
      const char* const text = before.record()->text;
      const auto at = std::ranges::find(shared_, text);
      if (at == shared_.end() || after.record()->text == text) return;
      shared_.erase(at);
      changes_.push_back({text, share(arena_, *after.record(), shared_)});
    } else if (before.is_map() && after.is_map() && before.span() == after.span()) {
      // A mapping with another span replaced the old one as a whole.
      const MapIndex others(after);
      for (const auto [key, value] : before.entries()) collect(value, others[key.text()]);
    } else if (before.is_list() && after.is_list() && before.size() == after.size()) {
      for (std::size_t i = 0; i < before.size(); ++i) collect(before.item(i), after.item(i));
    }
  }

  // Nothing if `after` stays as it is.
  std::optional<yaml::Record> applied(yaml::Node before, yaml::Node after) const {
    if (changes_.empty()) return std::nullopt;
    if (after.is_scalar()) {
      const yaml::Record* const change = change_of(after);
      const yaml::Record* const own = change != nullptr ? change : change_of(before);
      return own == nullptr ? std::nullopt : std::optional(*own);
    }
    if (after.is_list()) {
      std::size_t i = 0;
      return rewrite_items(arena_, after,
                           [&](yaml::Node item) { return applied(before.item(i++), item); });
    }
    const MapIndex others(before);
    std::vector<yaml::Entry> entries;
    bool is_changed = false;
    for (const auto [key, value] : after.entries()) {
      const std::optional<yaml::Record> fresh = applied(others[key.text()], value);
      is_changed |= fresh.has_value();
      entries.push_back({*key.record(), fresh.value_or(*value.record())});
    }
    if (!is_changed) return std::nullopt;
    yaml::Record result = yaml::map_record(arena_, entries, after.span());
    result.style = after.style();
    return result;
  }

 private:
  struct Change {
    const char* text;
    yaml::Record value;
  };

  static bool is_same(yaml::Node a, yaml::Node b) {
    return a == b || (a && b && a.kind() == b.kind() && a.record()->text == b.record()->text &&
                      a.record()->size == b.record()->size);
  }

  const yaml::Record* change_of(yaml::Node node) const {
    if (!node.is_scalar()) return nullptr;
    const auto found = std::ranges::find_if(
        changes_, [&](const Change& change) { return change.text == node.record()->text; });
    return found == changes_.end() ? nullptr : &found->value;
  }

  yaml::Arena& arena_;
  SharedTexts& shared_;
  std::vector<Change> changes_;
};

}  // namespace

yaml::Record share(yaml::Arena& arena, const yaml::Record& value, SharedTexts& shared) {
  // Even an empty string needs its own address.
  const std::string_view text(value.text, value.size);
  yaml::Record result = value;
  result.text = arena.copy(text.empty() ? " " : text).data();
  shared.push_back(result.text);
  return result;
}

std::optional<yaml::Record> with_shared_changes(yaml::Arena& arena, yaml::Node before,
                                                yaml::Node after, SharedTexts& shared) {
  if (shared.empty() || before == after) return std::nullopt;
  SharedChanges changes(arena, shared);
  changes.collect(before, after);
  return changes.applied(before, after);
}

}  // namespace meshlint::kustomize
