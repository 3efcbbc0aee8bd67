#include <string>
#include <string_view>

#include "rules/argocd/argocd.h"

namespace meshlint::rules::argocd {
namespace {

// Templates, and documents that could not be read, may contain the missing resources.
bool holds_more(const model::Workspace& workspace, std::string_view directory) {
  const std::string prefix = directory.empty() ? "" : std::string(directory) + '/';
  for (const auto& file : workspace.files()) {
    if (!file->path.starts_with(prefix)) continue;
    if (!file->yaml.problems.empty()) return true;
    for (const yaml::Document& document : file->yaml.documents) {
      if (document.is_template) return true;
    }
  }
  return false;
}

}  // namespace

// Limited to what the workspace reads: not JSON other than manifests, nor files that git ignores.
void path_renders_nothing(const Environment& environment, Report& report) {
  for (const model::PulledPath& pulled : environment.pulled) {
    if (!pulled.exists || !pulled.is_whole || pulled.is_cycle || pulled.rendered > 0) continue;
    const Node source = source_of(*pulled.application, pulled.path);
    if (source["ref"]) continue;  // only holds values for other sources
    const model::Workspace& workspace = *environment.workspace;
    if (!workspace.knows_all_below(pulled.directory)) continue;
    if (holds_more(workspace, pulled.directory)) continue;
    auto finding = report.add(pulled.application, pulled.path,
                              "`{}` renders nothing; correct the path or remove the Application",
                              pulled.path.text());
    if (!source.at("directory.recurse").as_bool().value_or(false)) {
      finding.note("without `directory.recurse`, Argo CD ignores manifests in subfolders");
    }
  }
}

}  // namespace meshlint::rules::argocd
