#include "rules/argocd/argocd.h"

#include "yaml/document.h"
#include "yaml/problems.h"

namespace meshlint::rules::argocd {
namespace {

std::string_view kind_of(Node root) {
  if (root.is_list()) return "a list";
  return root.type() == yaml::ScalarType::kString ? "a string" : "a single value";
}

void check_values(const Resource* application, Node values, const model::Workspace& workspace,
                  Report& report) {
  if (!values.is_scalar() || values.is_null() || is_templated(values.text())) return;
  const yaml::File file = yaml::parse_embedded(values, workspace.sources()[values.span().source]);
  for (const text::Problem& problem : file.problems) {
    if (problem.kind == yaml::kDuplicateKey) continue;  // has its own rule
    report.add(application, values, "`values` isn't valid YAML: {}", problem.message)
        .at(problem.at);
    return;
  }
  if (file.documents.empty() || file.documents.front().is_template) return;
  const Node root = file.documents.front().root;
  if (root.is_map() || root.is_null()) return;
  report
      .add(application, values, "`values` is {}, not a mapping; check its indentation",
           kind_of(root))
      .at(root.span());
}

}  // namespace

// Helm parses the string only when it renders the chart: neither Kubernetes nor Argo CD's own
// validation checks it before.
void values_not_yaml(const Environment& environment, Report& report) {
  for (const std::string_view kind : {"Application", "ApplicationSet"}) {
    for (const Resource* const application : environment.of_kind("argoproj.io", kind)) {
      for_each_source(application_spec(*application), [&](Node source) {
        check_values(application, source.at("helm.values"), *environment.workspace, report);
      });
    }
  }
}

}  // namespace meshlint::rules::argocd
