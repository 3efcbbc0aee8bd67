#include "rules/argocd/argocd.h"

namespace meshlint::rules::argocd {
namespace {

bool has_ref(Node sources, std::string_view ref) {
  for (const Node source : sources) {
    if (source["ref"].text() == ref || is_templated(source["ref"].text())) return true;
  }
  return false;
}

}  // namespace

// "$values/prod.yaml" is a file of the source with `ref: values`.
void value_file_ref_unknown(const Resource& resource, Report& report) {
  const Node sources = application_spec(resource)["sources"];
  for (const Node source : sources) {
    for (const Node file : source.at("helm.valueFiles")) {
      const std::string_view text = file.text();
      const std::size_t slash = text.find('/');
      if (!text.starts_with('$') || slash == text.npos || is_templated(text)) continue;
      const std::string_view ref = text.substr(1, slash - 1);
      // `$ARGOCD_APP_NAME` and the like are build variables.
      if (ref.empty() || ref.starts_with("ARGOCD_") || has_ref(sources, ref)) continue;
      report.add(file, "no source has `ref: {}`, which `{}` needs; add it or correct the name", ref,
                 text);
    }
  }
}

}  // namespace meshlint::rules::argocd
