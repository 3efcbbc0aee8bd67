// The values that an Argo CD Application hands to a Helm chart, as one tree.
#ifndef MESHLINT_MODEL_HELM_VALUES_H_
#define MESHLINT_MODEL_HELM_VALUES_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/workspace.h"
#include "yaml/arena.h"
#include "yaml/document.h"
#include "yaml/node.h"

namespace meshlint::model {

// `over` laid over `base` as Helm lays value files: maps merge, everything else is replaced.
// Parents are new, values keep their places.
yaml::Node merged_values(yaml::Arena& arena, yaml::Node base, yaml::Node over);

// The tree with one `--set` parameter: "gateways.x.ports[0].port". A dot in a key is written `\.`.
// The value gets the type that Helm gives it, unless `is_string`. Gives `values` unchanged for a
// name that does not parse.
yaml::Node with_parameter(yaml::Arena& arena, yaml::Node values, std::string_view name,
                          yaml::Node value, bool is_string);

// Where a source's value files lie.
struct ValueFiles {
  const Workspace* workspace = nullptr;
  // The folder of the source in this workspace, if the source is this repository.
  std::optional<std::string> directory;
  // Names of `ref:` sources that are this repository.
  std::vector<std::string_view> own_refs;
};

struct HelmValues {
  yaml::Node values;        // missing if nothing is set
  bool is_complete = true;  // false if a layer could not be read
};

// All layers of `source.helm` in Argo CD's order, weakest first: valueFiles, then valuesObject or
// values, then parameters. Embedded documents are kept in `embedded`.
HelmValues helm_values(yaml::Node helm, const ValueFiles& files, yaml::Arena& arena,
                       std::vector<yaml::File>& embedded);

}  // namespace meshlint::model

#endif  // MESHLINT_MODEL_HELM_VALUES_H_
