#include <string>
#include <vector>

#include "model/helm_values.h"
#include "rules/argocd/argocd.h"
#include "schema/json_schema.h"
#include "yaml/arena.h"

namespace meshlint::rules::argocd {
namespace {

Node root_of(const model::Workspace& workspace, const std::string& path) {
  const model::ManifestFile* const file = workspace.file(path);
  if (file == nullptr || file->yaml.documents.size() != 1) return {};
  return file->yaml.documents.front().is_template ? Node() : file->yaml.documents.front().root;
}

}  // namespace

// Helm lays the values over the chart's own, and then holds them to the chart's schema.
void values_refused_by_chart(const Environment& environment, Report& report) {
  const model::Workspace& workspace = *environment.workspace;
  for (const model::PulledPath& pulled : environment.pulled) {
    if (!pulled.exists || pulled.application == nullptr) continue;
    const Node schema_root = root_of(workspace, pulled.directory + "/values.schema.json");
    if (!schema_root) continue;
    const Node source = source_of(*pulled.application, pulled.path);
    yaml::Arena arena;
    std::vector<yaml::File> embedded;
    const model::HelmValues given = model::helm_values(
        source["helm"], {.workspace = &workspace, .directory = pulled.directory, .own_refs = {}},
        arena, embedded);
    if (!given.is_complete || !given.values) continue;
    const auto schema = schema::JsonSchema::create(schema_root);
    if (!schema) {
      report.add(pulled.application, schema_root, "the chart's schema is not used, for {}",
                 schema.error().message);
      continue;
    }
    const Node own = root_of(workspace, pulled.directory + "/values.yaml");
    const Node values =
        own.is_map() ? model::merged_values(arena, own, given.values) : given.values;
    const auto mistake = schema->check(values);
    if (!mistake || is_templated(mistake->at.text())) continue;
    const bool is_in_chart =
        workspace.file_of(mistake->at.span().source).path == pulled.directory + "/values.yaml";
    report.add(pulled.application,
               is_in_chart || mistake->at == values ? source["helm"] : mistake->at,
               "the chart `{}` refuses the values: {}", pulled.directory, mistake->message);
  }
}

}  // namespace meshlint::rules::argocd
