#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "api/settings.h"
#include "meshlint/schema.h"
#include "schema/describe.h"
#include "schema/export.h"
#include "schema/facts.h"

namespace meshlint {
namespace {

std::string lowered(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return lower;
}

}  // namespace

Result<std::string> describe_schema(std::string_view path, const SchemaTargets& texts) {
  const Result<schema::Targets> targets = parse_targets(texts);
  if (!targets) return targets.error();
  std::string error;
  std::optional<std::string> text = schema::describe(path, *targets, error);
  if (!text) return Error{std::move(error)};
  return *std::move(text);
}

Result<std::vector<SchemaFile>> export_schemas(const SchemaTargets& texts) {
  const Result<schema::Targets> targets = parse_targets(texts);
  if (!targets) return targets.error();
  std::vector<SchemaFile> files;
  std::string all;
  for (const schema::Kind kind : schema::kinds()) {
    if (schema::find_kind(kind.group(), kind.name(), *targets) != kind) continue;  // other channel
    const schema::Product* const product = kind.product();
    const auto target = targets->find(product->name);
    const schema::Version version =
        target != targets->end() ? target->second.version : product->newest;
    for (const schema::ApiVersion api : kind.versions()) {
      if (!api.when().contains(version)) continue;
      // Where kubeconform looks: the group of a core object is "v1" for it.
      const std::string_view group = kind.group().empty() ? api.name() : kind.group();
      std::string path = fmt::format("{}/{}_{}.json", group, lowered(kind.name()), api.name());
      const std::string api_version = kind.group().empty()
                                          ? std::string(api.name())
                                          : fmt::format("{}/{}", kind.group(), api.name());
      all += fmt::format(
          "{}    {{\n      \"if\": {{\"properties\": {{\"apiVersion\": {{\"const\": \"{}\"}}, "
          "\"kind\": {{\"const\": \"{}\"}}}}, \"required\": [\"apiVersion\", \"kind\"]}},\n"
          "      \"then\": {{\"$ref\": \"{}\"}}\n    }}",
          all.empty() ? "" : ",\n", api_version, kind.name(), path);
      files.push_back({std::move(path), schema::json_schema(kind, api, version)});
    }
  }
  files.push_back(
      {"all.json", fmt::format("{{\n  \"$schema\": \"http://json-schema.org/draft-07/schema#\",\n"
                               "  \"allOf\": [\n{}\n  ]\n}}\n",
                               all)});
  return files;
}

}  // namespace meshlint
