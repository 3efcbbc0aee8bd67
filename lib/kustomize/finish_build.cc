#include "kustomize/finish_build.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "kustomize/kustomization_checks.h"
#include "kustomize/name_reference.h"
#include "kustomize/object_checks.h"
#include "kustomize/printable.h"
#include "kustomize/transformers.h"
#include "kustomize/variables.h"
#include "text/problem.h"

namespace meshlint::kustomize {
namespace {

// Whether the object is for the build only, and not part of its output.
bool is_local(const Object& object) {
  const yaml::Node mark =
      object.root["metadata"]["annotations"]["config.kubernetes.io/local-config"];
  return mark && mark.text() != "false";
}

// Moves the objects of the stage into the build.
void take_objects(Context& context, Stage& stage) {
  Build& build = context.build;
  for (Object& object : stage.objects.all()) {
    if (object.is_removed || is_local(object)) continue;
    if (const yaml::Node found = unprintable_in(object.root)) {
      build.problems.push_back(unprintable_problem(found));
    }
    build.resources.push_back(object.resource());
    build.sources.emplace_back(object.source);
    if (context.options.keeps_history) build.histories.push_back(std::move(object.history));
  }
}

}  // namespace

void finish_build(Context& context, const Kustomization& root, Stage& stage) {
  apply_hashes(context, stage, {.at = place_of_absence(root.root), .what = "hash"});
  report_blank_subjects(context, stage);
  report_nameless(context, stage);
  update_name_references(context, stage);
  resolve_variables(context, stage);
  context.metadata.finish(context.arena(), context.workspace, stage);
  context.build.sort_options = root.field("sortOptions");
  check_sort_options(context, context.build.sort_options);
  take_objects(context, stage);
  sort_reports(context.build);
}

void sort_reports(Build& build) {
  const auto key = [](const text::Problem& problem) {
    return std::tie(problem.at, problem.kind, problem.message);
  };
  std::ranges::stable_sort(build.problems, {}, key);
  const auto same_problem = [&](const text::Problem& a, const text::Problem& b) {
    return key(a) == key(b);
  };
  build.problems.erase(std::unique(build.problems.begin(), build.problems.end(), same_problem),
                       build.problems.end());
  const auto place = [](const Unresolved& entry) { return std::tie(entry.at, entry.reason); };
  std::ranges::stable_sort(build.unresolved, {}, place);
  build.unresolved.erase(
      std::unique(build.unresolved.begin(), build.unresolved.end(),
                  [&](const Unresolved& a, const Unresolved& b) { return place(a) == place(b); }),
      build.unresolved.end());
  for (std::vector<std::string>* const paths : {&build.files, &build.directories}) {
    std::ranges::sort(*paths);
    const auto rest = std::ranges::unique(*paths);
    paths->erase(rest.begin(), rest.end());
  }
}

}  // namespace meshlint::kustomize
