#include "rules/argocd/argocd.h"

namespace meshlint::rules::argocd {

// Some repositories do this on purpose, to let Argo CD manage itself. So this is only advice, with
// a note on when it does damage.
void self_including_application(const Environment& environment, Report& report) {
  for (const model::PulledPath& pulled : environment.pulled) {
    if (!pulled.is_cycle || pulled.application == nullptr) continue;
    const Resource& application = *pulled.application;
    auto finding = report.add(&application, pulled.path,
                              "`{}` contains this Application itself; keep it out of its own path",
                              pulled.path.text());
    if (application.at("spec.syncPolicy.automated.prune").as_bool().value_or(false)) {
      finding.note("with `prune`, deleting its file deletes the Application in the cluster");
    }
  }
}

}  // namespace meshlint::rules::argocd
