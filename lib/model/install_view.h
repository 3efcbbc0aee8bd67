// How a mesh is installed: one view of IstioOperator resources, of Argo CD Applications that point
// at Istio's charts, and of kustomizations that inflate them. A rule on tracing is written once and
// works for all of them.
//
//   for (const Component& component : view.components) component.tag.text();
//   Node sampling = view.mesh_config("defaultConfig.tracing.sampling");
#ifndef MESHLINT_MODEL_INSTALL_VIEW_H_
#define MESHLINT_MODEL_INSTALL_VIEW_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/resource.h"
#include "text/source.h"
#include "yaml/arena.h"
#include "yaml/document.h"
#include "yaml/node.h"

namespace meshlint::model {

// What a component is, by the name or path of its chart.
enum class ComponentKind : std::uint8_t {
  kBase,            // CRDs and webhooks only: runs no image
  kControlPlane,    // istiod, istio-control/istio-discovery
  kIngressGateway,  // gateways/istio-ingress, or the gateway chart under an ingress name
  kEgressGateway,
  kGateway,  // the gateway chart, for ingress or egress
  kCni,
  kZtunnel,
  kOperator,  // the in-cluster operator itself
  kOther,     // ambient, kiali and everything else
};

enum class InstallWay : std::uint8_t {
  kGitChart,         // an Application whose repoURL is Istio's git repository
  kChartRepository,  // an Application that names a chart of a Helm repository
  kIstioOperator,    // an IstioOperator resource
  kKustomizeChart,   // an entry of `helmCharts` in a kustomization
};

// One component of one installation. Each node is where the user wrote the value: a Helm parameter,
// a line in `values: |`, a field of an IstioOperator; missing if nothing sets it.
struct Component {
  ComponentKind kind = ComponentKind::kOther;
  InstallWay way = InstallWay::kGitChart;
  std::string name;  // "istiod", or the gateway's name in an IstioOperator
  // The Application or IstioOperator of the environment, or the kustomization with the chart.
  const Resource* resource = nullptr;
  yaml::Node source;  // the Application's source entry, or the entry of `helmCharts`
  yaml::Node chart;   // the path or chart that names it, or the component's entry
  yaml::Node target_revision;
  yaml::Node hub;
  yaml::Node tag;
  yaml::Node revision;
  // All values that reach the chart, merged in Argo CD's order (valueFiles, values or valuesObject,
  // parameters) into one tree with the place of every value; missing if there are none.
  yaml::Node values;
  bool is_enabled = true;
  // The gateway chart sets no image: istiod's injector does, so hub and tag are those of istiod.
  bool is_image_injected = false;
  // False if some values are unknown (from a remote value file or a plugin), so that a missing
  // value may be set there.
  bool is_complete = true;
  // argocd.argoproj.io/sync-wave of the Application, if it has one.
  std::optional<std::int64_t> sync_wave;
};

// A meshConfig of the environment: of an IstioOperator, of istiod's values, or of the `istio`
// ConfigMap. Its fields are named as in JSON, see `with_json_names`.
struct MeshConfig {
  yaml::Node root;
  const Resource* resource = nullptr;
};

// Everything that installs Istio in one environment. Movable; nodes stay valid as long as it, the
// environment's resources and the workspace live.
struct InstallView {
  std::vector<Component> components;
  std::vector<MeshConfig> mesh_configs;

  bool empty() const { return components.empty(); }
  // The components of a kind, enabled or not.
  std::vector<const Component*> of_kind(ComponentKind kind) const;

  // The kustomizations with charts of Istio, as resources.
  std::vector<std::unique_ptr<const Resource>> kustomizations;
  // Own the trees that were built for this view: merged values, embedded documents.
  yaml::Arena arena;
  std::vector<yaml::File> embedded;
};

class Workspace;

// Builds the view of an environment from its resources and from the kustomizations in these
// folders. `resources` must outlive it. Value files are read from the workspace if the repository
// of the Application is this one (one of `own_urls`).
InstallView install_view_of(const std::vector<Resource>& resources,
                            const std::set<std::string>& kustomization_folders,
                            const Workspace& workspace, const std::vector<std::string>& own_urls);

}  // namespace meshlint::model

#endif  // MESHLINT_MODEL_INSTALL_VIEW_H_
