#include <algorithm>
#include <string>

#include "rules/argocd/argocd.h"
#include "text/edit_distance.h"

namespace meshlint::rules::argocd {
namespace {

// Another revision may have the folder that this one lacks.
bool is_this_revision(std::string_view revision) {
  return revision.empty() || revision == "HEAD" || revision == "main" || revision == "master";
}

// The part of the path that exists, and the folder in it that was probably meant.
struct Nearest {
  std::string existing;  // "" for the root
  std::string missing;   // the first part that does not exist
  std::string meant;     // or empty
};

Nearest nearest_folder(const model::Workspace& workspace, std::string_view directory) {
  Nearest result;
  std::size_t end = directory.size();
  do {
    const std::size_t slash = directory.rfind('/', end == 0 ? 0 : end - 1);
    const std::size_t cut = slash == directory.npos ? 0 : slash;
    const std::size_t name = cut == 0 ? 0 : cut + 1;
    result.missing = directory.substr(name, end - name);
    result.existing = directory.substr(0, cut);
    end = cut;
  } while (end > 0 && !workspace.has_directory(result.existing));

  const std::string prefix = result.existing.empty() ? "" : result.existing + '/';
  text::NearestName nearest(result.missing);
  std::string_view last;
  const auto& files = workspace.files();
  auto file = std::ranges::lower_bound(
      files, prefix, {}, [](const auto& each) -> std::string_view { return each->path; });
  for (; file != files.end() && (*file)->path.starts_with(prefix); ++file) {
    const std::string_view below = std::string_view((*file)->path).substr(prefix.size());
    const std::size_t slash = below.find('/');
    if (slash == below.npos || below.substr(0, slash) == last) continue;
    last = below.substr(0, slash);
    nearest.consider(last);
  }
  if (!nearest.best().empty()) result.meant = prefix + std::string(nearest.best());
  return result;
}

}  // namespace

void path_not_found(const Environment& environment, Report& report) {
  for (const model::PulledPath& pulled : environment.pulled) {
    if (pulled.exists || pulled.application == nullptr || pulled.directory.empty()) continue;
    if (is_templated(pulled.path.text())) continue;
    const Node source = source_of(*pulled.application, pulled.path);
    if (!is_this_revision(source["targetRevision"].text())) continue;
    const Nearest nearest = nearest_folder(*environment.workspace, pulled.directory);
    auto finding =
        report.add(pulled.application, pulled.path,
                   "this repository has no folder `{}`; correct the path", pulled.directory);
    if (!nearest.meant.empty()) finding.note(fmt::format("did you mean `{}`?", nearest.meant));
    if (!nearest.existing.empty()) {
      finding.note(
          fmt::format("`{}` exists, but doesn't contain `{}`", nearest.existing, nearest.missing));
    }
  }
}

}  // namespace meshlint::rules::argocd
