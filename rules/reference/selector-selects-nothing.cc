#include <algorithm>
#include <array>

#include "rules/reference/reference.h"
#include "text/edit_distance.h"

namespace meshlint::rules::reference {
namespace {

enum class Reach : std::uint8_t {
  kNamespace,  // the pods of its own namespace; of all namespaces if it is in the root namespace
  kOwnOnly,    // the pods of its own namespace, even in the root namespace
  kAnywhere,   // pods of every namespace
};

struct SelectorKind {
  std::string_view group;
  std::string_view kind;
  std::string_view path;
  Reach reach;
};

constexpr auto kKinds = std::to_array<SelectorKind>({
    {"extensions.istio.io", "WasmPlugin", "spec.selector.matchLabels", Reach::kNamespace},
    {"networking.istio.io", "DestinationRule", "spec.workloadSelector.matchLabels",
     Reach::kNamespace},
    {"networking.istio.io", "EnvoyFilter", "spec.workloadSelector.labels", Reach::kNamespace},
    {"networking.istio.io", "Gateway", "spec.selector", Reach::kAnywhere},
    {"networking.istio.io", "ProxyConfig", "spec.selector.matchLabels", Reach::kNamespace},
    {"networking.istio.io", "ServiceEntry", "spec.workloadSelector.labels", Reach::kOwnOnly},
    {"networking.istio.io", "Sidecar", "spec.workloadSelector.labels", Reach::kOwnOnly},
    {"security.istio.io", "AuthorizationPolicy", "spec.selector.matchLabels", Reach::kNamespace},
    {"security.istio.io", "PeerAuthentication", "spec.selector.matchLabels", Reach::kNamespace},
    {"security.istio.io", "RequestAuthentication", "spec.selector.matchLabels", Reach::kNamespace},
    {"telemetry.istio.io", "Telemetry", "spec.selector.matchLabels", Reach::kNamespace},
});

// Whether istiod itself is part of the environment, which then is the whole mesh.
bool runs_control_plane(const model::References& references) {
  return std::ranges::any_of(references.workloads_in(references.root_namespace()),
                             [](const model::Workload& workload) {
                               return workload.labels["app"].text() == "istiod" ||
                                      workload.labels["istio"].text() == "pilot";
                             });
}

// Whether the environment runs a gateway; otherwise all of them come from outside.
bool runs_gateways(const Environment& environment) {
  if (!environment.install.components.empty())
    return false;  // charts may run them, which isn't visible here
  const model::References& references = environment.references();
  for (const Resource* const gateway : environment.of_kind("networking.istio.io", "Gateway")) {
    if (!gateway->at("spec.selector").empty() &&
        references.selects_any(gateway->at("spec.selector")))
      return true;
  }
  return std::ranges::any_of(references.workloads(), [](const model::Workload& workload) {
    const Node containers = workload.pod_spec["containers"];
    return containers.size() == 1 && containers.item(0)["name"].text() == "istio-proxy";
  });
}

// The first label that no workload in reach has, and the nearest value that one has.
struct Stray {
  Node key;
  Node value;
  std::string nearest;
};

template <typename Workloads>
Stray find_stray(Node selector, const Workloads& workloads) {
  for (const auto& [key, value] : selector.entries()) {
    text::NearestName nearest(value.text());
    bool has_label = false;
    for (const model::Workload& workload : workloads) {
      const std::string_view label = workload.labels[key.text()].text();
      if (label.empty()) continue;
      has_label = has_label || label == value.text();
      nearest.consider(label);
    }
    if (!has_label) return {key, value, std::string(nearest.best())};
  }
  return {};
}

class SelectorChecker {
 public:
  SelectorChecker(const Environment& environment, Report& report)
      : environment_(environment), references_(environment.references()), report_(report) {}

  void check(const SelectorKind& kind, const Resource& resource) {
    const Node selector = resource.at(kind.path);
    if (selector.empty() || asks_for_unknown(selector)) return;
    const bool is_anywhere =
        kind.reach == Reach::kAnywhere ||
        (kind.reach == Reach::kNamespace && resource.ns == references_.root_namespace());
    if (is_anywhere ? references_.selects_any(selector)
                    : references_.selects_any_in(selector, resource.ns)) {
      return;
    }
    if (!is_checked(kind, resource, is_anywhere)) return report_.not_checked(selector);
    const auto workloads =
        is_anywhere ? references_.workloads() : references_.workloads_in(resource.ns);
    const Stray stray = find_stray(selector, workloads);
    const std::string where =
        is_anywhere ? std::string("any namespace") : fmt::format("namespace `{}`", resource.ns);
    if (stray.value) {
      report_.add(&resource, stray.value, "no workload in {} has label `{}: {}`{}", where,
                  stray.key.text(), stray.value.text(), text::did_you_mean(stray.nearest));
    } else {
      report_.add(&resource, selector, "no workload in {} has all labels of this selector", where);
    }
  }

 private:
  bool is_checked(const SelectorKind& kind, const Resource& resource, bool is_anywhere) {
    if (!is_anywhere) {
      return !environment_.may_hold_more(resource.ns) &&
             (environment_.is_complete() || !references_.workloads_in(resource.ns).empty());
    }
    // Labels in any namespace can be checked only if the environment is the whole mesh.
    if (!environment_.is_whole()) return false;
    if (environment_.is_complete()) return true;
    if (!runs_control_plane(references_)) return false;
    if (kind.reach != Reach::kAnywhere) return true;
    if (!runs_gateways_) runs_gateways_ = runs_gateways(environment_);
    return *runs_gateways_;
  }

  const Environment& environment_;
  const model::References& references_;
  Report& report_;
  std::optional<bool> runs_gateways_;
};

}  // namespace

// Checks a selector only if all workloads in reach come from this environment, and there are some.
void selector_selects_nothing(const Environment& environment, Report& report) {
  SelectorChecker checker(environment, report);
  for (const SelectorKind& kind : kKinds) {
    for (const Resource* const resource : environment.of_kind(kind.group, kind.kind)) {
      checker.check(kind, *resource);
    }
  }
}

}  // namespace meshlint::rules::reference
