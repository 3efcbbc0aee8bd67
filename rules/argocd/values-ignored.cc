#include "rules/argocd/argocd.h"

namespace meshlint::rules::argocd {

// Since Argo CD 2.8. Older versions do not know `valuesObject`; the schema reports it there.
void values_ignored(const Resource& resource, Report& report) {
  for_each_source(application_spec(resource), [&](Node source) {
    const Node helm = source["helm"];
    const Node values = helm["values"];
    const Node object = helm["valuesObject"];
    if (!object || object.is_null() || values.text().empty() || values.is_null()) return;
    report.add(values, "`values` is ignored because of `valuesObject`; move it there or remove it")
        .at(helm.key("values").span())
        .related(helm.key("valuesObject"), "only these are used");
  });
}

}  // namespace meshlint::rules::argocd
