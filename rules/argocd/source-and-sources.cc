#include "rules/argocd/argocd.h"

namespace meshlint::rules::argocd {

// An empty `sources` does not count, so that `source` is used then.
void source_and_sources(const Resource& resource, Report& report) {
  const Node spec = application_spec(resource);
  const Node source = spec["source"];
  if (!source || source.is_null() || spec["sources"].empty()) return;
  report.add(source, "`source` is ignored beside `sources`; move it there or delete it")
      .at(spec.key("source").span())
      .related(spec.key("sources"), "only these are used");
}

}  // namespace meshlint::rules::argocd
