// The documents that configure a mesh and aren't Kubernetes objects: MeshConfig, MeshNetworks and
// ProxyConfig. They are in a ConfigMap, in an annotation, or in the values of istiod's chart. An
// IstioOperator has them too, but the facts of that kind cover them.
//
//   for (const MeshText& text : mesh_texts_of(resource, sources)) validate(text.type, ...);
#ifndef MESHLINT_MODEL_MESH_DOCUMENTS_H_
#define MESHLINT_MODEL_MESH_DOCUMENTS_H_

#include <vector>

#include "model/install_view.h"
#include "model/resource.h"
#include "schema/facts.h"
#include "text/source.h"
#include "yaml/document.h"
#include "yaml/node.h"

namespace meshlint::model {

// A document in a string.
struct MeshText {
  yaml::File file;  // its spans point into the file around it
  schema::Type type;
};

// The documents of a resource: `mesh` and `meshNetworks` of istiod's ConfigMap (named istio, or
// istio-REVISION for a revision), and the annotation proxy.istio.io/config of a pod or of a
// workload's pod template. `sources` are those that the resource's spans point into.
std::vector<MeshText> mesh_texts_of(const Resource& resource, const text::Sources& sources);

// A document that is a part of Helm values.
struct MeshValue {
  yaml::Node value;
  schema::Type type;
};

// `meshConfig` and `global.meshNetworks` of a control plane that a chart installs: the chart copies
// them into istiod's ConfigMap.
std::vector<MeshValue> mesh_values_of(const Component& component);

}  // namespace meshlint::model

#endif  // MESHLINT_MODEL_MESH_DOCUMENTS_H_
