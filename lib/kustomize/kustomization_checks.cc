#include "kustomize/kustomization_checks.h"

#include <fmt/core.h>

#include <string>
#include <string_view>

#include "kustomize/problems.h"
#include "model/workspace.h"
#include "text/problem.h"
#include "text/shown.h"
#include "yaml/any_case.h"

namespace meshlint::kustomize {
namespace {

void check_second_file(Context& context, const Kustomization& kustomization) {
  for (const std::string_view name : model::kKustomizationNames) {
    const std::string path = kustomization.directory.empty()
                                 ? std::string(name)
                                 : kustomization.directory + '/' + std::string(name);
    if (path == kustomization.file->path || !context.workspace.has_file(path)) continue;
    context.report(
        kInvalidResource, {kustomization.file->source, 0, 0},
        fmt::format("the folder also has \"{}\"; kustomize accepts only one kustomization file",
                    name),
        {std::string(name)});
    return;
  }
}

// What kustomize rejects of `apiVersion` and `kind`.
void check_kind(Context& context, const Kustomization& kustomization) {
  const yaml::Node kind = kustomization.field("kind");
  const yaml::Node version = kustomization.field("apiVersion");
  const bool is_component = kustomization.is_component();
  if (!kind.text().empty() && kind.text() != "Kustomization" && !is_component) {
    context.report(
        kInvalidResource, kind.span(),
        fmt::format("kind \"{}\" is neither Kustomization nor Component", text::shown(kind.text())),
        {std::string(kind.text())});
    return;
  }
  const std::string_view wanted =
      is_component ? "kustomize.config.k8s.io/v1alpha1" : "kustomize.config.k8s.io/v1beta1";
  if (version.text().empty() || version.text() == wanted) return;
  context.report(
      kInvalidResource, version.span(),
      fmt::format("unknown apiVersion \"{}\"; for a {}, write {}", text::shown(version.text()),
                  is_component ? "Component" : "Kustomization", wanted),
      {std::string(version.text()), std::string(wanted)});
}

// Whether the file has no fields but `apiVersion` and `kind`.
bool is_empty(const Kustomization& kustomization) {
  for (const auto [key, value] : kustomization.root.entries()) {
    if (key.text() != "apiVersion" && key.text() != "kind" && !value.is_null()) return false;
  }
  return true;
}

void report_no_content(Context& context, const Kustomization& kustomization) {
  const yaml::File& file = kustomization.file->yaml;
  if (is_partly_unreadable(file)) {
    context.build.unresolved.push_back({{kustomization.file->source, 0, 0},
                                        kustomization.file->path,
                                        "kustomization, not readable"});
    return;
  }
  const text::Span at = file.documents.empty() ? text::Span{kustomization.file->source, 0, 0}
                                               : file.documents.front().root.span();
  context.report(kInvalidResource, at,
                 file.documents.empty() || kustomization.root
                     ? "the kustomization is empty; kustomize rejects it"
                     : "the kustomization is not a mapping");
}

}  // namespace

void check_header(Context& context, const Kustomization& kustomization) {
  check_second_file(context, kustomization);
  check_kind(context, kustomization);
}

bool has_content(Context& context, const Kustomization& kustomization) {
  if (kustomization.root && !is_empty(kustomization)) return true;
  report_no_content(context, kustomization);
  return false;
}

void check_sort_options(Context& context, yaml::Node options) {
  const yaml::Node order = yaml::field_of(options, "order");
  const yaml::Node legacy = yaml::field_of(options, "legacySortOptions");
  if (options && order.text() != "legacy" && order.text() != "fifo") {
    context.report(kInvalidTransformer, order ? order.span() : options.span(),
                   "`sortOptions` needs `order: legacy` or `order: fifo`");
  } else if (legacy && order.text() == "fifo") {
    context
        .report(kInvalidTransformer, legacy.span(),
                "`legacySortOptions` needs `order: legacy`, but the order is fifo")
        .related.push_back({order.span(), "order set here"});
  }
}

}  // namespace meshlint::kustomize
