#include "kustomize/patch_body.h"

#include <fmt/core.h>

#include <string>
#include <string_view>

#include "kustomize/problems.h"
#include "text/shown.h"
#include "yaml/build.h"

namespace meshlint::kustomize {
namespace {

// The metadata with its labels or annotations as strings: null is "null", and what has no text is
// the empty string. Without any, the field goes.
yaml::Record with_strings(yaml::Arena& arena, yaml::Node metadata, std::string_view field,
                          std::vector<text::Problem>& problems) {
  const yaml::Node pairs = metadata[field];
  if (!pairs.is_map() || pairs.empty()) {
    return yaml::without_entry(arena, metadata, field);
  }
  std::vector<yaml::Entry> entries;
  for (const auto [key, value] : pairs.entries()) {
    entries.push_back({*key.record(), yaml::string_record(arena, value.text(), value.span())});
    if (!value.is_null()) continue;
    problems.push_back(text::make_problem(
        kPatchItemDropped, value.span(),
        fmt::format("kustomize sets `{}` to the string \"{}\"; use a JSON patch to remove it",
                    text::shown(key.text()), value.text()),
        {std::string(key.text())}));
  }
  yaml::Record result = yaml::map_record(arena, entries, pairs.span());
  const yaml::Record key = *metadata.key(field).record();
  return yaml::with_entry(arena, metadata, key, result);
}

}  // namespace

yaml::Record patch_body(yaml::Arena& arena, yaml::Node document, const PatchHandling& handling,
                        std::vector<text::Problem>& problems) {
  yaml::Record result = yaml::without_entry(arena, document, "apiVersion");
  if (!handling.allows_kind) {
    result = yaml::without_entry(arena, yaml::Node(&result), "kind");
  }
  const yaml::Node metadata = document["metadata"];
  yaml::Record inner = yaml::without_entry(arena, metadata, "namespace");
  if (!handling.allows_name) {
    inner = yaml::without_entry(arena, yaml::Node(&inner), "name");
  }
  if (handling.has_only_strings) {
    inner = with_strings(arena, yaml::Node(&inner), "labels", problems);
    inner = with_strings(arena, yaml::Node(&inner), "annotations", problems);
  }
  const yaml::Record key = yaml::string_record(arena, "metadata", metadata.span());
  return yaml::with_entry(arena, yaml::Node(&result), key, inner);
}

}  // namespace meshlint::kustomize
