#include "model/control_plane.h"

#include "schema/version.h"

namespace meshlint::model {

using yaml::Node;

IstiodVersion istiod_version(const Resource& resource) {
  if (!resource.is("apps", "Deployment")) return {};
  const Node labels = resource.at("metadata.labels");
  if (labels["app"].text() != "istiod" && labels["app.kubernetes.io/name"].text() != "istiod") {
    return {};
  }
  const auto version = [](std::string_view text, Node node) {
    return schema::parse_version(text) ? IstiodVersion{text, node} : IstiodVersion{};
  };
  for (const std::string_view name :
       {"operator.istio.io/version", "app.kubernetes.io/version", "helm.sh/chart"}) {
    const Node label = labels[name];
    std::string_view text = label.text();
    if (text.starts_with("istiod-")) text.remove_prefix(std::string_view("istiod-").size());
    if (const IstiodVersion found = version(text, label); found.node) return found;
  }
  for (const Node container : resource.at("spec.template.spec.containers")) {
    if (container["name"].text() != "discovery") continue;
    std::string_view image = container["image"].text();
    image = image.substr(0, image.find('@'));
    const std::size_t colon = image.rfind(':');
    if (colon != image.npos) return version(image.substr(colon + 1), container["image"]);
  }
  return {};
}

}  // namespace meshlint::model
