// The values.schema.json of a Helm chart in the workspace. Helm checks all values against it before
// it renders the chart.
#ifndef MESHLINT_MODEL_CHART_SCHEMA_H_
#define MESHLINT_MODEL_CHART_SCHEMA_H_

#include <string>
#include <string_view>
#include <vector>

#include "model/workspace.h"
#include "yaml/arena.h"
#include "yaml/node.h"

namespace meshlint::model {

// The root of a file that has exactly one document and is no template; else missing.
yaml::Node root_of(const Workspace& workspace, const std::string& path);

struct ChartMistake {
  yaml::Node at;  // missing if the mistake isn't in a given value but in the chart's own, or in all
  std::string message;
};

// Checks `given`, merged over the chart's own values, against the schema of the chart in that
// folder. Empty if the chart is not in the workspace or has no schema.
std::vector<ChartMistake> chart_mistakes(const Workspace& workspace, std::string_view directory,
                                         yaml::Node given, yaml::Arena& arena);

}  // namespace meshlint::model

#endif  // MESHLINT_MODEL_CHART_SCHEMA_H_
