#include <algorithm>

#include "model/host_name.h"
#include "rules/reference/reference.h"
#include "text/placeholder.h"

namespace meshlint::rules::reference {
namespace {

// The namespace that an item means; "." if its name isn't known.
std::string_view meant(Node item, std::string_view ns) {
  return item.text() == "." && !ns.empty() ? ns : item.text();
}

}  // namespace

void invalid_export(const Resource& resource, Report& report) {
  const Node items = resource.at("spec.exportTo");
  if (!items.is_list()) return;
  const bool is_for_workload = resource.kind == "DestinationRule" &&
                               resource.at("spec.workloadSelector").is_map() &&
                               !report.istio().is_before(1, 14);
  // How many earlier items each one is compared with, against hostile lists.
  constexpr std::size_t kMostEarlier = 300;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Node item = items.item(i);
    const std::string_view text = item.text();
    if (!item.is_scalar() || item.is_null() || text::has_placeholder(text)) continue;

    Node earlier;
    for (std::size_t j = 0; j < std::min(i, kMostEarlier) && !earlier; ++j) {
      const Node other = items.item(j);
      if (!other.is_null() && meant(other, resource.ns) == meant(item, resource.ns)) {
        earlier = other;
      }
    }
    const bool is_none = text == "~";
    if (earlier) {
      report.add(item, "duplicate `{}` in `exportTo`, rejected by Istio; remove it", text)
          .related(earlier, "first one here");
    } else if (is_none && resource.kind != "ServiceEntry") {
      report.add(item, "`~` in `exportTo` of a {}, rejected by Istio; write `.`", resource.kind);
    } else if (!is_none && text != "." && text != "*" && !model::is_dns_label(text)) {
      report.add(item, "`{}` in `exportTo` is not a namespace, rejected by Istio; name one", text);
    } else if ((is_none || text == "*") && items.size() > 1) {
      report.add(item, "`{}` with other items in `exportTo`, rejected by Istio; keep one", text);
    } else if (is_for_workload && text != "." && (!resource.ns.empty() || text == "*") &&
               text != resource.ns) {
      report.add(item, "`exportTo` {} with `workloadSelector`, rejected by Istio; write `.`", text)
          .related(resource.at("spec.workloadSelector"), "for these workloads");
    }
  }
}

}  // namespace meshlint::rules::reference
