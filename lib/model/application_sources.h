// The sources of an Argo CD Application.
//
//   for_each_source(application.root["spec"], [&](yaml::Node source) { use(source["repoURL"]); });
#ifndef MESHLINT_MODEL_APPLICATION_SOURCES_H_
#define MESHLINT_MODEL_APPLICATION_SOURCES_H_

#include "yaml/node.h"

namespace meshlint::model {

// Calls visit(source) for each source that Argo CD uses: with `sources`, it ignores `source`.
template <typename Visit>
void for_each_source(yaml::Node spec, Visit visit) {
  const yaml::Node sources = spec["sources"];
  if (sources.empty()) {
    if (spec["source"]) visit(spec["source"]);
    return;
  }
  for (const yaml::Node source : sources) visit(source);
}

}  // namespace meshlint::model

#endif  // MESHLINT_MODEL_APPLICATION_SOURCES_H_
