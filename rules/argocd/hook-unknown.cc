#include <algorithm>
#include <array>

#include "rules/argocd/argocd.h"
#include "text/edit_distance.h"

namespace meshlint::rules::argocd {
namespace {

constexpr auto kHooks = std::to_array<std::string_view>(
    {"PreSync", "Sync", "PostSync", "SyncFail", "Skip", "PostDelete", "PreDelete"});

}  // namespace

// A resource whose hooks are all unknown is still a hook, but without a phase: it is never applied.
void hook_unknown(const Environment& environment, Report& report) {
  for (const Resource& resource : environment.resources) {
    const Node annotation = resource.root["metadata"]["annotations"]["argocd.argoproj.io/hook"];
    if (!annotation.is_scalar() || is_templated(annotation.text())) continue;
    std::string_view rest = annotation.text();
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(','), rest.size());
      std::string_view hook = rest.substr(0, end);
      rest.remove_prefix(std::min(end + 1, rest.size()));
      while (hook.starts_with(' ')) hook.remove_prefix(1);
      while (hook.ends_with(' ')) hook.remove_suffix(1);
      if (hook.empty() || std::ranges::find(kHooks, hook) != kHooks.end()) continue;
      auto finding = report.add(&resource, annotation,
                                "Argo CD has no hook `{}` and ignores it; correct the name", hook);
      const std::string_view nearest = text::nearest_name(hook, kHooks);
      if (!nearest.empty()) finding.note(fmt::format("did you mean `{}`?", nearest));
    }
  }
}

}  // namespace meshlint::rules::argocd
