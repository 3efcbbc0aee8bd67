#include <vector>

#include "model/chart_schema.h"
#include "model/helm_values.h"
#include "rules/argocd/argocd.h"
#include "yaml/arena.h"

namespace meshlint::rules::argocd {

void invalid_values(const Environment& environment, Report& report) {
  const model::Workspace& workspace = *environment.workspace;
  for (const model::PulledPath& pulled : environment.pulled) {
    if (!pulled.exists || pulled.application == nullptr) continue;
    const Node source = source_of(*pulled.application, pulled.path);
    yaml::Arena arena;
    std::vector<yaml::File> embedded;
    const model::HelmValues given = model::helm_values(
        source["helm"], {.workspace = &workspace, .directory = pulled.directory, .own_refs = {}},
        arena, embedded);
    if (!given.is_complete || !given.values) continue;
    for (const model::ChartMistake& mistake :
         model::chart_mistakes(workspace, pulled.directory, given.values, arena)) {
      if (is_templated(mistake.at.text())) continue;
      report.add(pulled.application, mistake.at ? mistake.at : source["helm"],
                 "chart `{}` rejects the values: {}", pulled.directory, mistake.message);
    }
  }
}

}  // namespace meshlint::rules::argocd
