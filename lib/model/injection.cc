#include "model/injection.h"

#include <algorithm>

#include "model/istio_names.h"

namespace meshlint::model {
namespace {

constexpr std::string_view kInject = "sidecar.istio.io/inject";

bool has_proxy_written_out(yaml::Node pod_spec) {
  for (const std::string_view field : {"containers", "initContainers"}) {
    for (const yaml::Node container : pod_spec[field]) {
      const std::string_view image = container["image"].text();
      if (container["name"].text() == kProxyContainer && !image.empty() && image != "auto") {
        return true;
      }
    }
  }
  return false;
}

}  // namespace

bool injects_by_default(const InstallView& install) {
  return std::ranges::any_of(install.components, [](const Component& component) {
    const yaml::Node value =
        component.values.at("sidecarInjectorWebhook.enableNamespacesByDefault");
    return value.text() == "true" || !component.is_complete;
  });
}

yaml::Node pod_annotations(const Workload& workload) {
  const Resource& resource = *workload.resource;
  const yaml::Node made = IstioNames::template_metadata(resource);
  return (made ? made : resource.root["metadata"])["annotations"];
}

Injection injection_of(const Environment& environment, const Workload& workload) {
  if (has_proxy_written_out(workload.pod_spec)) return Injection::kInjected;
  if (workload.pod_spec["hostNetwork"].as_bool().value_or(false)) return Injection::kRefused;
  const yaml::Node label = workload.labels[kInject];
  const std::string_view said = label ? label.text() : pod_annotations(workload)[kInject].text();
  if (said == "false") return Injection::kRefused;

  const Resource* const ns =
      environment.references().namespace_object(or_default(workload.resource->ns));
  const yaml::Node labels = ns == nullptr ? yaml::Node() : ns->at("metadata.labels");
  if (labels["istio-injection"].text() == "disabled") return Injection::kRefused;
  if (labels["istio-injection"].text() == "enabled" || !labels["istio.io/rev"].text().empty() ||
      label.text() == "true" || !workload.labels["istio.io/rev"].text().empty()) {
    return Injection::kInjected;
  }
  const bool is_known = ns != nullptr || environment.is_complete();
  return is_known && !injects_by_default(environment.install) ? Injection::kNotAsked
                                                              : Injection::kUnknown;
}

}  // namespace meshlint::model
