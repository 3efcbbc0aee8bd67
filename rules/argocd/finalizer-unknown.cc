#include "rules/argocd/argocd.h"

#include <algorithm>
#include <array>
#include <string>

#include "text/edit_distance.h"

namespace meshlint::rules::argocd {
namespace {

constexpr auto kFinalizers = std::to_array<std::string_view>({
    "resources-finalizer.argocd.argoproj.io",
    "resources-finalizer.argocd.argoproj.io/background",
    "resources-finalizer.argocd.argoproj.io/foreground",
    "pre-delete-finalizer.argocd.argoproj.io",
    "pre-delete-finalizer.argocd.argoproj.io/cleanup",
    "post-delete-finalizer.argocd.argoproj.io",
    "post-delete-finalizer.argocd.argoproj.io/cleanup",
});

// Finalizers of other controllers are not checked.
bool is_meant_for_argo_cd(std::string_view finalizer) {
  return finalizer.find("argocd") != finalizer.npos ||
         finalizer.find("argoproj") != finalizer.npos ||
         finalizer.starts_with("resources-finalizer");
}

}  // namespace

void finalizer_unknown(const Resource& resource, Report& report) {
  const Node metadata = resource.kind == "ApplicationSet" ? resource.at("spec.template.metadata")
                                                          : resource.root["metadata"];
  for (const Node finalizer : metadata["finalizers"]) {
    const std::string_view text = finalizer.text();
    if (is_templated(text) || !is_meant_for_argo_cd(text)) continue;
    if (std::ranges::find(kFinalizers, text) != kFinalizers.end()) continue;
    const std::string_view nearest = text::nearest_name(text, kFinalizers);
    const std::string_view meant = nearest.empty() ? kFinalizers.front() : nearest;
    report
        .add(finalizer, "Argo CD has no finalizer `{}` and never removes it; use `{}`", text, meant)
        .unsafe_fix("use Argo CD's finalizer", finalizer, std::string(meant));
  }
}

}  // namespace meshlint::rules::argocd
