#include "model/mesh_documents.h"

#include <string_view>
#include <utility>

#include "model/istio_names.h"
#include "yaml/build.h"

namespace meshlint::model {
namespace {

using schema::Type;
using yaml::Node;

Type type_called(std::string_view name) { return schema::find_type("install.istio.io", name); }

// As deep as the type, for nothing is known of what lies below it.
Node with_json_names(yaml::Arena& arena, Type type, Node node) {
  if (!type || node.is_scalar()) return node;
  bool is_same = true;
  const auto renamed = [&](Type below, Node child) {
    const Node made = with_json_names(arena, below, child);
    is_same = is_same && made == child;
    return *made.record();
  };
  if (node.is_list()) {
    std::vector<yaml::Record> items;
    for (const Node item : node) items.push_back(renamed(type.element(), item));
    return is_same ? node : yaml::place(arena, yaml::list_record(arena, items, node.span()));
  }
  std::vector<yaml::Entry> entries;
  for (const auto [key, value] : node.entries()) {
    const schema::Field field = type.field(key.text(), {});
    yaml::Record name = *key.record();
    if (field && field.name() != key.text()) {
      name = yaml::string_record(arena, field.name(), key.span());
      is_same = false;
    }
    entries.push_back({name, renamed(field ? field.type() : type.element(), value)});
  }
  return is_same ? node : yaml::place(arena, yaml::map_record(arena, entries, node.span()));
}

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

Node with_json_names(yaml::Arena& arena, Node mesh_config) {
  return with_json_names(arena, type_called("MeshConfig"), mesh_config);
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
