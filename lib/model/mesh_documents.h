// The documents that configure a mesh and are no objects of their own: MeshConfig, MeshNetworks and
// ProxyConfig, which lie in a ConfigMap, in an annotation, or in the values of istiod's chart. An
// IstioOperator holds them too, but its own facts say so.
//
//   for (const MeshText& text : mesh_texts_of(resource, sources)) validate(text.type, ...);
#ifndef MESHLINT_MODEL_MESH_DOCUMENTS_H_
#define MESHLINT_MODEL_MESH_DOCUMENTS_H_

#include <vector>

#include "model/install_view.h"
#include "model/resource.h"
#include "schema/facts.h"
#include "text/source.h"
#include "yaml/arena.h"
#include "yaml/document.h"
#include "yaml/node.h"

namespace meshlint::model {

// One that is written as the text of a scalar.
struct MeshText {
  yaml::File file;  // its places are those of the file around it
  schema::Type type;
};

// `mesh` and `meshNetworks` of istiod's ConfigMap, which is called istio or, for a revision,
// istio-REVISION; and the annotation proxy.istio.io/config of a pod, or of the pods of a workload.
// `sources` are those that the resource's spans point into.
std::vector<MeshText> mesh_texts_of(const Resource& resource, const text::Sources& sources);

// A MeshConfig with its fields named as in JSON, whichever of protobuf's two spellings was written,
// so that a reader may ask for `accessLogFile` alone. The node itself if it is so already.
yaml::Node with_json_names(yaml::Arena& arena, yaml::Node mesh_config);

// One that is a part of Helm values.
struct MeshValue {
  yaml::Node value;
  schema::Type type;
};

// `meshConfig` and `global.meshNetworks` of a control plane that a chart installs: the chart writes
// them into istiod's ConfigMap as they are.
std::vector<MeshValue> mesh_values_of(const Component& component);

}  // namespace meshlint::model

#endif  // MESHLINT_MODEL_MESH_DOCUMENTS_H_
