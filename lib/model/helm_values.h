// The values that an Argo CD Application, or a `helmCharts` entry of a kustomization, passes to a
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

// `over` merged into `base` in the way of Helm's value files: mappings merge, everything else is
// replaced, also by null, which removes the chart's own value. Parents are new nodes, values keep
// their places.
yaml::Node merged_values(yaml::Arena& arena, yaml::Node base, yaml::Node over);

// Why Helm rejects a layer of values, and where.
struct HelmMistake {
  yaml::Node at;    // the parameter's name or value, or the entry of `valueFiles`
  text::Span span;  // of it, or the part of it that is wrong
  std::string message;
};

// The values after one `--set NAME=VALUE`.
struct SetResult {
  yaml::Node values;
  std::optional<HelmMistake> mistake;  // if set, `values` are unchanged
};

// Sets a parameter as Helm's parser does. In a name such as "gateways.x.ports[0].port", `\.` is a
// dot in a key. In a value, `{a,b}` is a list, a comma starts the next NAME=VALUE, and `\,` is a
// comma. Everything is a string except true, false, null and integers without a leading zero; with
// `is_string` these are strings too. An index fills the list up with nulls; Helm accepts indexes up
// to 65536, this reader up to 1024. `sources` are those that the nodes' spans point into.
SetResult with_parameter(yaml::Arena& arena, yaml::Node values, yaml::Node name, yaml::Node value,
                         bool is_string, const text::Sources& sources);

// Where the value files of a source are.
struct ValueFiles {
  const Workspace* workspace = nullptr;
  // The folder of the source in this workspace, if the source is this repository.
  std::optional<std::string> directory;
  // Names of the `ref:` sources whose repository is this one.
  std::vector<std::string_view> own_refs;
  // The value of $ARGOCD_APP_NAME; empty if unknown.
  std::string_view application_name = {};
};

struct HelmValues {
  yaml::Node values;        // missing if nothing is set
  bool is_complete = true;  // false if a layer could not be read
  std::vector<HelmMistake> mistakes;
};

// All layers of `source.helm` in Argo CD's order, weakest first: valueFiles (globs sorted,
// duplicate files once), then valuesObject, or values if there is none, then parameters (the last
// one of a name wins; those with forceString come after the others), then fileParameters.
// `embedded` owns the embedded documents.
HelmValues helm_values(yaml::Node helm, const ValueFiles& files, yaml::Arena& arena,
                       std::vector<yaml::File>& embedded);

// The layers of an entry of `helmCharts` in the kustomization of that folder: valuesFile and
// valuesInline in the way of valuesMerge (override, merge or replace), then additionalValuesFiles.
HelmValues helm_chart_values(yaml::Node chart, const Workspace& workspace,
                             std::string_view directory, yaml::Arena& arena);

}  // namespace meshlint::model

#endif  // MESHLINT_MODEL_HELM_VALUES_H_
