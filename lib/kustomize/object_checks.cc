#include "kustomize/object_checks.h"

#include <fmt/core.h>

#include <string>
#include <string_view>

#include "kustomize/problems.h"
#include "text/problem.h"
#include "text/shown.h"

namespace meshlint::kustomize {
namespace {}  // namespace

bool is_object(Context& context, yaml::Node root, const model::ManifestFile& file, bool is_file) {
  const auto lacks = [&](text::Span at, std::string_view what) {
    context.report(kInvalidResource, at, fmt::format("the resource has no {}; add one", what),
                   {std::string(what)});
    return false;
  };
  if (!root.is_map()) {
    context.report(kInvalidResource, root.span(),
                   fmt::format("this document is a {}, not a resource",
                               root.is_list() ? "list" : "single value"));
    return false;
  }
  const yaml::Node kind = root["kind"];
  const std::string_view group = root["apiVersion"].text();
  if (group.starts_with("kustomize.config.k8s.io/") ||
      (is_file && model::is_kustomization_file(file.path))) {
    context.report(kInvalidResource, place_of_absence(root),
                   fmt::format("\"{}\" is a kustomization, not a resource; list its folder instead",
                               text::shown(file.path)),
                   {file.path});
    return false;
  }
  if (!kind.is_scalar() || kind.text().empty()) return lacks(place_of_absence(root), "`kind`");
  const yaml::Node metadata = root["metadata"];
  const yaml::Node name = metadata["name"];
  const bool is_list = kind.text().ends_with("List");
  if (!is_list && (!name.is_scalar() || name.is_null() || name.text().empty())) {
    const text::Span at = name ? name.span() : metadata ? root.key("metadata").span() : kind.span();
    return lacks(at, "`metadata.name`");
  }
  return context.spend(node_count(root), place_of_absence(root));
}

void report_blank_subjects(Context& context, const Stage& stage) {
  for (const Object& object : stage.objects.all()) {
    if (object.is_removed || object.kind != "RoleBinding" ||
        object.group() != "rbac.authorization.k8s.io") {
      continue;
    }
    for (const yaml::Node subject : object.root["subjects"]) {
      const yaml::Node ns = subject["namespace"];
      if (!ns || ns.as_string() || subject["kind"].text() != "ServiceAccount") continue;
      context.report(kInvalidResource, ns.span(),
                     fmt::format("the namespace of \"{}\" isn't a string; kustomize rejects it",
                                 text::shown(subject["name"].text())),
                     {std::string(subject["name"].text())});
    }
  }
}

void report_nameless(Context& context, const Stage& stage) {
  for (const Object& object : stage.objects.all()) {
    if (object.is_removed) continue;
    const bool lacks_kind = object.kind.empty();
    if (!lacks_kind && (!object.name.empty() || object.kind.ends_with("List"))) continue;
    const std::string_view field = lacks_kind ? "kind" : "metadata.name";
    const yaml::Node at = object.root.at(field);
    context.report(
        kInvalidResource, at ? at.span() : place_of_absence(object.root),
        fmt::format("a patch or replacement removed the resource's `{}`; kustomize rejects it",
                    field),
        {std::string(field)});
  }
}

}  // namespace meshlint::kustomize
