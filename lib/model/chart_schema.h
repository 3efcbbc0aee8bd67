// The values.schema.json of a Helm chart in the workspace, which Helm holds values to before it
// renders the chart.
#ifndef MESHLINT_MODEL_CHART_SCHEMA_H_
#define MESHLINT_MODEL_CHART_SCHEMA_H_

#include <string>
#include <string_view>
#include <vector>

#include "model/workspace.h"
#include "yaml/arena.h"
#include "yaml/node.h"

namespace meshlint::model {

// The root of a file with one document that is no template; missing for any other.
yaml::Node root_of(const Workspace& workspace, const std::string& path);

struct ChartMistake {
  yaml::Node at;  // missing if it is about no value that was given: one of the chart's own, or all
  std::string message;
};

// What the schema of the chart in that folder of the workspace says of values that are laid over
// the chart's own. Nothing if the chart is not in the workspace or has no schema.
std::vector<ChartMistake> chart_mistakes(const Workspace& workspace, std::string_view directory,
                                         yaml::Node given, yaml::Arena& arena);

}  // namespace meshlint::model

#endif  // MESHLINT_MODEL_CHART_SCHEMA_H_
