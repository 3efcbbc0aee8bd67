#include "kustomize/lost_items.h"

#include <fmt/core.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "kustomize/patch_directive.h"
#include "kustomize/problems.h"
#include "text/shown.h"
#include "yaml/build.h"

namespace meshlint::kustomize {

std::optional<text::Problem> lost_item(yaml::Node item, std::span<const yaml::Node> theirs,
                                       yaml::Node merged, const MergeField& field) {
  if (item[kDirectiveKey] || item.is_null()) return std::nullopt;
  const auto has_all = [&](yaml::Node other) {
    return std::ranges::all_of(item.entries(), [&](const yaml::EntryView& ours) {
      return ours.value.is_null() || yaml::deep_equal(ours.value, other[ours.key.text()]);
    });
  };
  if (item.is_map() && std::any_of(merged.begin(), merged.end(), has_all)) return std::nullopt;
  std::optional<text::Problem> problem;
  const std::string_view first = item[field.keys[0]].text();
  // An item that was merged with another one may have more values than the patch.
  const auto is_like = [&](yaml::Node other) { return other[field.keys[0]].text() == first; };
  const auto similar = std::ranges::find_if(theirs, is_like);
  if (first.empty()) {
    const bool takes_others = merged.size() < theirs.size();
    problem = text::make_problem(
        kPatchItemDropped, item.span(),
        fmt::format("kustomize drops this item{} because it has no `{}`; add one",
                    takes_others ? " and others of the list" : "", field.keys[0]),
        {std::string(field.keys[0])});
  } else if (!field.keys[1].empty() && similar != theirs.end() &&
             item[field.keys[1]].text().empty() != (*similar)[field.keys[1]].text().empty()) {
    problem = text::make_problem(
        kPatchItemDropped, item.span(),
        fmt::format("kustomize drops this item because only one side sets `{}`; set it on both",
                    field.keys[1]),
        {std::string(field.keys[1])});
  }
  if (problem && similar != theirs.end()) {
    problem->related.push_back({similar->span(), "unchanged item"});
  }
  return problem;
}

std::optional<text::Problem> replaced_list(yaml::Node target, yaml::Node patch) {
  if (target.empty() || !target.item(0).is_map()) return std::nullopt;
  for (const yaml::Node item : patch) {
    if (!item.is_map() || item.empty()) continue;
    for (const auto [key, value] : target.item(0).entries()) {
      const std::string_view name = key.text();
      const bool is_common = std::all_of(target.begin(), target.end(),
                                         [&](yaml::Node theirs) { return theirs[name]; });
      if (!is_common || item[name]) continue;
      text::Problem problem = text::make_problem(
          kListReplaced, item.span(),
          fmt::format("this item has no `{}`, but the patch replaces the whole list",
                      text::shown(name)),
          {std::string(name), std::to_string(target.size())});
      problem.related.push_back({target.span(), "replaced list"});
      return problem;
    }
  }
  return std::nullopt;
}

}  // namespace meshlint::kustomize
