#include "rules/argocd/argocd.h"

namespace meshlint::rules::argocd {

// Some repositories mean it: Argo CD manages itself that way. So this is advice, and says when it
// can bite.
void self_including_application(const Environment& environment, Report& report) {
  for (const model::PulledPath& pulled : environment.pulled) {
    if (!pulled.is_cycle || pulled.application == nullptr) continue;
    const Resource& application = *pulled.application;
    auto finding = report.add(&application, pulled.path,
                              "`{}` holds this Application itself; keep it out of its own path",
                              pulled.path.text());
    if (application.at("spec.syncPolicy.automated.prune").as_bool().value_or(false)) {
      finding.note("with `prune`, deleting its file deletes the Application in the cluster");
    }
  }
}

}  // namespace meshlint::rules::argocd
