#include "rules/argocd/argocd.h"
#include "rules/argocd/sync_options.h"

namespace meshlint::rules::argocd {

void sync_option_annotation_unknown(const Environment& environment, Report& report) {
  for (const Resource& resource : environment.resources) {
    const Node annotation =
        resource.root["metadata"]["annotations"]["argocd.argoproj.io/sync-options"];
    if (!annotation || is_templated(annotation.text())) continue;
    std::string_view rest = annotation.text();
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(','), rest.size());
      std::string_view option = rest.substr(0, end);
      rest.remove_prefix(std::min(end + 1, rest.size()));
      while (option.starts_with(' ')) option.remove_prefix(1);
      while (option.ends_with(' ')) option.remove_suffix(1);
      if (option.empty()) continue;
      const SyncOptionVerdict verdict = judge_sync_option(option, SyncOptionLevel::kResource);
      if (verdict.wrong.empty()) continue;
      auto finding = report.add(&resource, annotation, "sync option `{}` {}, so Argo CD ignores it",
                                option, verdict.wrong);
      if (!verdict.meant.empty()) finding.note("did you mean `" + verdict.meant + "`?");
    }
  }
}

}  // namespace meshlint::rules::argocd
