// The values that an Argo CD Application, or a `helmCharts` entry of a kustomization, hands to a
// Helm chart, as one tree.
//
//   HelmValues given = helm_values(source["helm"], files, arena, embedded);
//   Node tag = given.values.at("global.tag");   // points at the layer that set it
#ifndef MESHLINT_MODEL_HELM_VALUES_H_
#define MESHLINT_MODEL_HELM_VALUES_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/workspace.h"
#include "text/source.h"
#include "text/span.h"
#include "yaml/arena.h"
#include "yaml/document.h"
#include "yaml/node.h"

namespace meshlint::model {

// `over` laid over `base` as Helm lays value files: maps merge, everything else is replaced, by
// null too (which takes the chart's own value away). Parents are new, values keep their places.
yaml::Node merged_values(yaml::Arena& arena, yaml::Node base, yaml::Node over);

// Why Helm refuses a layer of values, and where.
struct HelmMistake {
  yaml::Node at;    // the parameter's name or value, or the entry of `valueFiles`
  text::Span span;  // of it, or the part of it that is wrong
  std::string message;
};

// What one `--set NAME=VALUE` makes of values, as Helm's parser reads it.
struct SetResult {
  yaml::Node values;
  std::optional<HelmMistake> mistake;  // then `values` are as they were
};

// "gateways.x.ports[0].port": `\.` is a dot in a key, `{a,b}` a list, and a comma begins the next
// NAME=VALUE; `\,` is one in the value. Only true, false, null and whole numbers without a leading
// zero are no texts, and none is if `is_string`. An index fills a list up with nulls; it is at most
// 65536 for Helm, and 1024 here. `sources` are those that the nodes' spans point into.
SetResult with_parameter(yaml::Arena& arena, yaml::Node values, yaml::Node name, yaml::Node value,
                         bool is_string, const text::Sources& sources);

// Where a source's value files lie.
struct ValueFiles {
  const Workspace* workspace = nullptr;
  // The folder of the source in this workspace, if the source is this repository.
  std::optional<std::string> directory;
  // Names of `ref:` sources that are this repository.
  std::vector<std::string_view> own_refs;
  // What $ARGOCD_APP_NAME stands for; empty: not known.
  std::string_view application_name = {};
};

struct HelmValues {
  yaml::Node values;        // missing if nothing is set
  bool is_complete = true;  // false if a layer could not be read
  std::vector<HelmMistake> mistakes;
};

// All layers of `source.helm` in Argo CD's order, weakest first: valueFiles (globs sorted, a file
// that comes twice counts once), then valuesObject or else values, then parameters (of one name the
// last counts), those with forceString after the others, then fileParameters. Embedded documents
// are kept in `embedded`.
HelmValues helm_values(yaml::Node helm, const ValueFiles& files, yaml::Arena& arena,
                       std::vector<yaml::File>& embedded);

// The layers of an entry of `helmCharts` in a kustomization of that folder: valuesFile and
// valuesInline as valuesMerge says (override, merge or replace), then additionalValuesFiles.
HelmValues helm_chart_values(yaml::Node chart, const Workspace& workspace,
                             std::string_view directory, yaml::Arena& arena);

}  // namespace meshlint::model

#endif  // MESHLINT_MODEL_HELM_VALUES_H_
