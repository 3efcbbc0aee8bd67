#include <string>
#include <vector>

#include "check/rule.h"
#include "model/chart_schema.h"
#include "model/helm_values.h"
#include "yaml/arena.h"

namespace meshlint::rules::kustomize {
namespace {

// The folder of a chart. Kustomize puts a chart with a version and a repository into a subfolder of
// the chart home.
std::string chart_directory(const Document& document, Node home, Node chart) {
  const std::string charts =
      model::join(document.directory(), home ? home.text() : "charts").value_or("");
  const std::string name(chart["name"].text());
  if (charts.empty() || name.empty()) return {};
  if (chart["version"] && chart["repo"]) {
    std::string pulled =
        charts + '/' + name + '-' + std::string(chart["version"].text()) + '/' + name;
    if (document.workspace->has_directory(pulled)) return pulled;
  }
  return charts + '/' + name;
}

// The values that kustomize passes to Helm in addition to the chart's own: valuesFile and
// valuesInline, whose precedence valuesMerge sets, and then additionalValuesFiles.
model::HelmValues given_values(const Document& document, Node chart, yaml::Arena& arena) {
  model::HelmValues given;
  const auto file_values = [&](Node path) {
    const auto joined = model::join(document.directory(), path.text());
    const Node root = joined ? model::root_of(*document.workspace, *joined) : Node();
    if (!root) given.is_complete = false;
    return root;
  };
  const Node own_line = chart["valuesInline"];
  const std::string_view merge = chart["valuesMerge"].text();
  const bool is_replaced = !own_line.empty() && merge == "replace";
  Node file;
  if (chart["valuesFile"] && !is_replaced) file = file_values(chart["valuesFile"]);
  given.values = merge == "merge" ? model::merged_values(arena, own_line, file)
                                  : model::merged_values(arena, file, own_line);
  for (const Node path : chart["additionalValuesFiles"]) {
    given.values = model::merged_values(arena, given.values, file_values(path));
  }
  return given;
}

}  // namespace

void invalid_values(const Document& document, Report& report) {
  if (!document.is_kustomization) return;
  for (const Node chart : document.root["helmCharts"]) {
    const std::string directory =
        chart_directory(document, document.root["helmGlobals"]["chartHome"], chart);
    if (directory.empty()) continue;
    yaml::Arena arena;
    const model::HelmValues given = given_values(document, chart, arena);
    if (!given.is_complete || !given.values) continue;
    for (const model::ChartMistake& mistake :
         model::chart_mistakes(*document.workspace, directory, given.values, arena)) {
      report.add(mistake.at ? mistake.at : chart["name"], "chart `{}` rejects the values: {}",
                 directory, mistake.message);
    }
  }
}

}  // namespace meshlint::rules::kustomize
