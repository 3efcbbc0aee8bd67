#include "rules/argocd/argocd.h"

namespace meshlint::rules::argocd {

// Since Argo CD 2.8; older ones do not know `valuesObject`, which the schema tells.
void values_ignored(const Resource& resource, Report& report) {
  for_each_source(application_spec(resource), [&](Node source) {
    const Node helm = source["helm"];
    const Node values = helm["values"];
    const Node object = helm["valuesObject"];
    if (!object || object.is_null() || values.text().empty() || values.is_null()) return;
    report.add(values, "`values` is ignored beside `valuesObject`; move it there or delete it")
        .at(helm.key("values").span())
        .related(helm.key("valuesObject"), "only these are used");
  });
}

}  // namespace meshlint::rules::argocd
