#include "model/chart_schema.h"

#include <fmt/core.h>

#include <utility>

#include "model/helm_values.h"
#include "schema/json_schema.h"
#include "text/placeholder.h"
#include "yaml/build.h"

namespace meshlint::model {
namespace {

using yaml::Node;

// Helm removes keys with null from the values before it checks the schema.
Node without_nulls(yaml::Arena& arena, Node node) {
  if (!node.is_map()) return node;
  std::vector<yaml::Entry> entries;
  for (const auto [key, value] : node.entries()) {
    if (!value.is_null()) {
      entries.push_back({*key.record(), *without_nulls(arena, value).record()});
    }
  }
  return yaml::place(arena, yaml::map_record(arena, entries, node.span()));
}

}  // namespace

Node root_of(const Workspace& workspace, const std::string& path) {
  const ManifestFile* const file = workspace.file(path);
  if (file == nullptr || file->yaml.documents.size() != 1) return {};
  return file->yaml.documents.front().is_template ? Node() : file->yaml.documents.front().root;
}

std::vector<ChartMistake> chart_mistakes(const Workspace& workspace, std::string_view directory,
                                         Node given, yaml::Arena& arena) {
  std::vector<ChartMistake> mistakes;
  const Node schema_root = root_of(workspace, fmt::format("{}/values.schema.json", directory));
  if (!schema_root) return mistakes;
  const Result<schema::JsonSchema> schema = schema::JsonSchema::create(schema_root);
  if (!schema) {
    mistakes.push_back(
        {schema_root, fmt::format("the schema is not checked: {}", schema.error().message)});
    return mistakes;
  }
  const std::string own_path = fmt::format("{}/values.yaml", directory);
  const Node own = root_of(workspace, own_path);
  const Node values = without_nulls(arena, own.is_map() ? merged_values(arena, own, given) : given);
  for (schema::JsonSchema::Mistake& mistake : schema->check(values)) {
    if (text::has_placeholder(mistake.at.text()) || text::is_placeholder_word(mistake.at.text()))
      continue;
    const bool is_given =
        mistake.at != values && workspace.file_of(mistake.at.span().source).path != own_path;
    mistakes.push_back({is_given ? mistake.at : Node(), std::move(mistake.message)});
  }
  return mistakes;
}

}  // namespace meshlint::model
