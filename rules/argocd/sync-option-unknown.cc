#include <fmt/core.h>

#include "rules/argocd/argocd.h"
#include "rules/argocd/sync_options.h"

namespace meshlint::rules::argocd {

// Argo CD looks for known strings and ignores all others.
void sync_option_unknown(const Resource& resource, Report& report) {
  for (const Node option : application_spec(resource).at("syncPolicy.syncOptions")) {
    const std::string_view text = option.text();
    if (!option.is_scalar() || is_templated(text)) continue;
    const SyncOptionVerdict verdict = judge_sync_option(text, SyncOptionLevel::kApplication);
    if (verdict.wrong.empty()) continue;
    if (verdict.meant.empty()) {
      report.add(option, "sync option `{}` {}, so Argo CD ignores it", text, verdict.wrong);
    } else {
      report
          .add(option, "sync option `{}` {}, so Argo CD ignores it; write `{}`", text,
               verdict.wrong, verdict.meant)
          .unsafe_fix(fmt::format("write {}", verdict.meant), option, verdict.meant);
    }
  }
}

}  // namespace meshlint::rules::argocd
