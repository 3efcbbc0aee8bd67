// How a mesh is installed, whatever the way: one view over IstioOperator resources, Argo CD
// Applications that point at Istio's charts, and kustomizations that inflate them. A rule on
// tracing is written once and works for all.
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

// What a component is, told from its chart's name or path.
enum class ComponentKind : std::uint8_t {
  kBase,            // CRDs and webhooks only: runs no image
  kControlPlane,    // istiod, istio-control/istio-discovery
  kIngressGateway,  // gateways/istio-ingress, or the gateway chart under an ingress name
  kEgressGateway,
  kGateway,  // the gateway chart, of either use
  kCni,
  kZtunnel,
  kOperator,  // the in-cluster operator itself
  kOther,     // ambient, kiali and whatever else
};

enum class InstallWay : std::uint8_t {
  kGitChart,         // an Application whose repoURL is Istio's git repository
  kChartRepository,  // an Application that names a chart of a Helm repository
  kIstioOperator,    // an IstioOperator resource
  kKustomizeChart,   // an entry of `helmCharts` in a kustomization
};

// One component of one installation. Nodes lie where the user wrote the value: a Helm parameter, a
// line inside of `values: |`, a field of an IstioOperator; missing where nothing sets it.
struct Component {
  ComponentKind kind = ComponentKind::kOther;
  InstallWay way = InstallWay::kGitChart;
  std::string name;  // "istiod", or the gateway's name in an IstioOperator
  // The Application or IstioOperator, of the environment; the kustomization itself for its charts.
  const Resource* resource = nullptr;
  yaml::Node source;  // the Application's source entry, or the entry of `helmCharts`
  yaml::Node chart;   // the path or chart that names it; else the component's entry
  yaml::Node target_revision;
  yaml::Node hub;
  yaml::Node tag;
  yaml::Node revision;
  // All values that reach the chart, merged in Argo CD's order (valueFiles, values or valuesObject,
  // parameters), as one tree with the place of every value; missing where there are none.
  yaml::Node values;
  bool is_enabled = true;
  // The gateway chart names no image: istiod's injector fills it in, so hub and tag are istiod's.
  bool is_image_injected = false;
  // False if values come from where we do not look (a remote value file, a plugin): what is
  // missing may be set there.
  bool is_complete = true;
  // argocd.argoproj.io/sync-wave of the Application; nothing where it is not written.
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
  // The components of one kind, enabled or not.
  std::vector<const Component*> of_kind(ComponentKind kind) const;

  // The kustomizations with charts of Istio's, as resources.
  std::vector<std::unique_ptr<const Resource>> kustomizations;
  // Trees that were made for this view: merged values, embedded documents.
  yaml::Arena arena;
  std::vector<yaml::File> embedded;
};

class Workspace;

// Collects the view from the resources of an environment, and from the kustomizations of these
// folders, which it is built from. `resources` must outlive it. Value files are read from the
// workspace where the Application's repository is this one (one of `own_urls`).
InstallView install_view_of(const std::vector<Resource>& resources,
                            const std::set<std::string>& kustomization_folders,
                            const Workspace& workspace, const std::vector<std::string>& own_urls);

// A repository URL in the form that Argo CD compares: lower case, without scheme, user and `.git`;
// "git@host:a/b.git" and "https://host/a/b" become "host/a/b".
std::string normalized_url(std::string_view url);

// True for Istio's own git repository, whatever the spelling of the URL.
bool is_istio_repository(std::string_view url);

}  // namespace meshlint::model

#endif  // MESHLINT_MODEL_INSTALL_VIEW_H_
