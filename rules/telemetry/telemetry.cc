#include "rules/telemetry/telemetry.h"

#include <charconv>
#include <cmath>
#include <optional>
#include <set>

#include "yaml/document.h"

namespace meshlint::rules::telemetry {
namespace {

constexpr std::string_view kProxyConfig = "proxy.istio.io/config";

// In Helm parameters and annotations, numbers are strings.
std::optional<double> number_of(Node node) {
  if (const std::optional<double> number = node.as_double()) return number;
  const std::string_view text = node.text();
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

class Collector {
 public:
  explicit Collector(const Environment& environment) : environment_(environment) {}

  std::vector<Sampling> collect() && {
    for (const model::MeshConfig& config : environment_.install.mesh_configs) {
      add(Sampling::Setting::kMeshConfig, "sampling",
          config.root.at("defaultConfig.tracing.sampling"), config.resource);
    }
    for (const Component& component : environment_.install.components) {
      add(Sampling::Setting::kHelmValue, "traceSampling",
          component.values.at("pilot.traceSampling"), component.resource);
    }
    for (const Resource* const telemetry :
         environment_.of_kind("telemetry.istio.io", "Telemetry")) {
      for (const Node tracing : telemetry->at("spec.tracing")) {
        add(Sampling::Setting::kTelemetry, "randomSamplingPercentage",
            tracing["randomSamplingPercentage"], telemetry);
      }
    }
    for (const Resource& resource : environment_.resources) add_annotation(resource);
    return std::move(samplings_);
  }

 private:
  void add(Sampling::Setting setting, std::string_view name, Node value, const Resource* resource) {
    const std::optional<double> percent = number_of(value);
    if (!percent || !std::isfinite(*percent)) return;
    add({setting, name, *percent, value.span(), value, resource});
  }

  // The same value may be found more than once, for example in a values file of two components.
  void add(const Sampling& sampling) {
    if (seen_.insert(sampling.at).second) samplings_.push_back(sampling);
  }

  // Pods have the annotation themselves, workloads have it in their pod template.
  void add_annotation(const Resource& resource) {
    if (resource.root["spec"].empty()) return;
    for (const Node metadata : {resource.root["metadata"], resource.at("spec.template.metadata"),
                                resource.at("spec.jobTemplate.spec.template.metadata")}) {
      const Node annotation = metadata["annotations"][kProxyConfig];
      if (annotation.text().find("sampling") == std::string_view::npos) continue;
      const text::Source& source = environment_.workspace->sources()[annotation.span().source];
      const yaml::File embedded = yaml::parse_embedded(annotation, source);
      if (embedded.documents.empty()) continue;
      // The tree is destroyed here, so the finding keeps the annotation and the position.
      const Node value = embedded.documents.front().root.at("tracing.sampling");
      const std::optional<double> percent = number_of(value);
      if (!percent || !std::isfinite(*percent)) continue;
      add({Sampling::Setting::kAnnotation, "sampling", *percent, value.span(), annotation,
           &resource});
    }
  }

  const Environment& environment_;
  std::vector<Sampling> samplings_;
  std::set<text::Span> seen_;
};

}  // namespace

std::vector<Sampling> samplings_of(const Environment& environment) {
  return Collector(environment).collect();
}

}  // namespace meshlint::rules::telemetry
