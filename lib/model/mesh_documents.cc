#include "model/mesh_documents.h"

#include <string_view>
#include <utility>

#include "model/istio_names.h"

namespace meshlint::model {
namespace {

using schema::Type;
using yaml::Node;

Type type_called(std::string_view name) { return schema::find_type("install.istio.io", name); }

class Collector {
 public:
  explicit Collector(const text::Sources& sources) : sources_(sources) {}

  void add(Node text, std::string_view type) {
    if (!text.is_scalar() || text.is_null()) return;
    texts_.push_back({yaml::parse_embedded(text, sources_[text.span().source]), type_called(type)});
  }
  std::vector<MeshText> take() { return std::move(texts_); }

 private:
  const text::Sources& sources_;
  std::vector<MeshText> texts_;
};

}  // namespace

std::vector<MeshText> mesh_texts_of(const Resource& resource, const text::Sources& sources) {
  Collector collector(sources);
  if (resource.is("", "ConfigMap")) {
    const bool is_istiod = resource.name == "istio" || resource.name.starts_with("istio-");
    if (!is_istiod) return {};
    collector.add(resource.at("data.mesh"), "MeshConfig");
    collector.add(resource.at("data.meshNetworks"), "MeshNetworks");
  } else {
    const Node metadata = resource.is("", "Pod") ? resource.root["metadata"]
                                                 : IstioNames::template_metadata(resource);
    collector.add(metadata["annotations"]["proxy.istio.io/config"], "ProxyConfig");
  }
  return collector.take();
}

std::vector<MeshValue> mesh_values_of(const Component& component) {
  if (component.kind != ComponentKind::kControlPlane ||
      component.way == InstallWay::kIstioOperator) {
    return {};
  }
  std::vector<MeshValue> values;
  if (const Node config = component.values["meshConfig"]) {
    values.push_back({config, type_called("MeshConfig")});
  }
  if (const Node networks = component.values.at("global.meshNetworks")) {
    values.push_back({networks, type_called("MeshNetworks").field("networks", {}).type()});
  }
  return values;
}

}  // namespace meshlint::model
