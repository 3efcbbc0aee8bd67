#include "rules/argocd/argocd.h"

#include "yaml/document.h"
#include "yaml/problems.h"

namespace meshlint::rules::argocd {

// Helm accepts duplicate keys in values: the last one wins, even if its value is a whole block.
void values_duplicate_key(const Environment& environment, Report& report) {
  const auto check = [&](const Resource* application, Node values) {
    if (!values.is_scalar() || values.is_null() || is_templated(values.text())) return;
    const yaml::File file =
        yaml::parse_embedded(values, environment.workspace->sources()[values.span().source]);
    for (const text::Problem& problem : file.problems) {
      if (problem.kind != yaml::kDuplicateKey || problem.arguments.empty()) continue;
      report
          .add(application, values,
               "duplicate key `{}` in `values`, and the last one wins; keep one",
               problem.arguments.front())
          .at(problem.at)
          .note(fmt::format("Helm drops the first `{}` with everything in it",
                            problem.arguments.front()));
    }
  };
  for (const std::string_view kind : {"Application", "ApplicationSet"}) {
    for (const Resource* const application : environment.of_kind("argoproj.io", kind)) {
      for_each_source(application_spec(*application),
                      [&](Node source) { check(application, source.at("helm.values")); });
    }
  }
}

}  // namespace meshlint::rules::argocd
