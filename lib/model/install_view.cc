#include "model/install_view.h"

#include <array>
#include <charconv>

#include "model/application_sources.h"
#include "model/helm_values.h"
#include "model/json_names.h"
#include "model/repository_url.h"
#include "model/workspace.h"

namespace meshlint::model {
namespace {

using yaml::Node;

struct ChartName {
  std::string_view ending;  // of the chart's name, or of its path in Istio's repository
  ComponentKind kind;
};

// The first ending that matches wins, so longer ones come first.
constexpr auto kCharts = std::to_array<ChartName>({
    {"istio-control/istio-discovery", ComponentKind::kControlPlane},
    {"gateways/istio-ingress", ComponentKind::kIngressGateway},
    {"gateways/istio-egress", ComponentKind::kEgressGateway},
    {"istio-operator", ComponentKind::kOperator},
    {"istio-ingress", ComponentKind::kIngressGateway},
    {"istio-egress", ComponentKind::kEgressGateway},
    {"istio-cni", ComponentKind::kCni},
    {"ztunnel", ComponentKind::kZtunnel},
    {"gateway", ComponentKind::kGateway},
    {"istiod", ComponentKind::kControlPlane},
    {"base", ComponentKind::kBase},
    {"cni", ComponentKind::kCni},
});

std::optional<ComponentKind> kind_of_chart(std::string_view chart) {
  while (chart.ends_with('/')) chart.remove_suffix(1);
  for (const ChartName& name : kCharts) {
    if (!chart.ends_with(name.ending)) continue;
    if (chart.size() == name.ending.size() || chart[chart.size() - name.ending.size() - 1] == '/') {
      return name.kind;
    }
  }
  return std::nullopt;
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

// One chart installs both kinds of gateways; only their names differ.
ComponentKind kind_of_gateway(std::string_view name) {
  if (name.find("egress") != name.npos) return ComponentKind::kEgressGateway;
  if (name.find("ingress") != name.npos) return ComponentKind::kIngressGateway;
  return ComponentKind::kGateway;
}

std::optional<std::int64_t> sync_wave_of(const Resource& resource) {
  const std::string_view text =
      resource.at("metadata.annotations")["argocd.argoproj.io/sync-wave"].text();
  std::int64_t wave = 0;
  const auto [at, error] = std::from_chars(text.data(), text.data() + text.size(), wave);
  if (text.empty() || error != std::errc() || at != text.data() + text.size()) return std::nullopt;
  return wave;
}

class Collector {
 public:
  Collector(InstallView& view, const Workspace& workspace, const std::vector<std::string>& own_urls)
      : view_(view), workspace_(workspace), own_urls_(own_urls) {}

  void add(const Resource& resource) {
    if (resource.is("argoproj.io", "Application")) add_application(resource);
    if (resource.is("install.istio.io", "IstioOperator")) add_operator(resource);
    if (resource.is("", "ConfigMap") && resource.name.starts_with("istio")) {
      add_config_map(resource);
    }
  }

  // Adds the charts of Istio among `helmCharts`.
  void add_kustomization(const std::string& directory) {
    const ManifestFile* const file = workspace_.kustomization(directory);
    if (file == nullptr || file->yaml.documents.empty()) return;
    const Node root = file->yaml.documents.front().root;
    const Resource* kustomization = nullptr;
    for (const Node chart : root["helmCharts"]) {
      if (lower(chart["repo"].text()).find("istio") == std::string::npos) continue;
      if (kustomization == nullptr) {
        kustomization = view_.kustomizations
                            .emplace_back(std::make_unique<const Resource>(
                                Resource{.root = root,
                                         .api_version = "kustomize.config.k8s.io/v1beta1",
                                         .kind = "Kustomization",
                                         .name = {},
                                         .ns = root["namespace"].text()}))
                            .get();
      }
      const Node name = chart["releaseName"] ? chart["releaseName"] : chart["name"];
      Component component{
          .kind = kind_of_chart(chart["name"].text()).value_or(ComponentKind::kOther),
          .way = InstallWay::kKustomizeChart,
          .name = std::string(name.text()),
          .resource = kustomization,
          .source = chart,
          .chart = chart["name"],
          .target_revision = chart["version"]};
      if (component.kind == ComponentKind::kGateway) {
        component.kind = kind_of_gateway(component.name);
        component.is_image_injected = true;
      }
      HelmValues values = helm_chart_values(chart, workspace_, directory, view_.arena);
      component.is_complete = values.is_complete;
      add_chart(std::move(component), values.values);
    }
  }

 private:
  void add_application(const Resource& application) {
    const Node spec = application.root["spec"];
    // Only a source among others can refer to the files of another one.
    std::vector<std::string_view> own_refs;
    for (const Node source : spec["sources"]) {
      if (source["ref"] && is_one_of(source["repoURL"].text(), own_urls_)) {
        own_refs.push_back(source["ref"].text());
      }
    }
    for_each_source(spec, [&](Node source) { add_source(application, source, own_refs); });
  }

  void add_source(const Resource& application, Node source,
                  const std::vector<std::string_view>& own_refs) {
    const std::string_view url = source["repoURL"].text();
    Component component{.resource = &application, .source = source};
    if (is_istio_repository(url) && source["path"]) {
      component.way = InstallWay::kGitChart;
      component.chart = source["path"];
    } else if (source["chart"] && lower(url).find("istio") != std::string::npos) {
      component.way = InstallWay::kChartRepository;
      component.chart = source["chart"];
    } else {
      return;
    }
    component.kind = kind_of_chart(component.chart.text()).value_or(ComponentKind::kOther);
    component.name = source.at("helm.releaseName").is_scalar()
                         ? std::string(source.at("helm.releaseName").text())
                         : std::string(application.name);
    if (component.kind == ComponentKind::kGateway) {
      component.kind = kind_of_gateway(component.name);
      component.is_image_injected = true;
    }
    component.target_revision = source["targetRevision"];
    component.sync_wave = sync_wave_of(application);

    const ValueFiles files{
        .workspace = &workspace_,
        .directory = is_one_of(url, own_urls_) ? join("", source["path"].text()) : std::nullopt,
        .own_refs = own_refs,
        .application_name = application.name};
    HelmValues values = helm_values(source["helm"], files, view_.arena, view_.embedded);
    component.is_complete = values.is_complete && !source["plugin"];
    add_chart(std::move(component), values.values);
  }

  // Reads the installation from the values of a chart.
  void add_chart(Component&& component, Node values) {
    component.values = values;
    // The charts of the operator and of ztunnel have `hub` and `tag` at the top level, not below
    // `global`.
    const bool is_flat =
        component.kind == ComponentKind::kOperator || component.kind == ComponentKind::kZtunnel;
    component.hub = component.values[is_flat ? "hub" : "global"];
    component.tag = component.values[is_flat ? "tag" : "global"];
    if (!is_flat) {
      component.hub = component.hub["hub"];
      component.tag = component.tag["tag"];
    }
    component.revision = component.values["revision"];
    if (component.kind == ComponentKind::kControlPlane) {
      add_mesh_config(component.values["meshConfig"], component.resource);
    }
    view_.components.push_back(std::move(component));
  }

  void add_operator(const Resource& resource) {
    const Node spec = resource.root["spec"];
    const auto component_of = [&](ComponentKind kind, Node entry, std::string_view name) {
      Component component{.kind = kind,
                          .way = InstallWay::kIstioOperator,
                          .name = std::string(name),
                          .resource = &resource,
                          .chart = entry,
                          .hub = spec["hub"],
                          .tag = spec["tag"],
                          .revision = spec["revision"],
                          .values = spec["values"]};
      if (entry["hub"]) component.hub = entry["hub"];
      if (entry["tag"]) component.tag = entry["tag"];
      component.is_enabled = entry["enabled"].as_bool().value_or(true);
      component.is_complete = !spec["installPackagePath"];
      return component;
    };
    const Node components = spec["components"];
    Node pilot = components["pilot"];
    const bool has_control_plane =
        pilot ? pilot["enabled"].as_bool().value_or(true)
              : spec["profile"].text() != "empty" && spec["profile"].text() != "remote";
    if (!pilot) pilot = spec["profile"] ? spec["profile"] : resource.root.key("spec");
    if (has_control_plane) {
      view_.components.push_back(component_of(ComponentKind::kControlPlane, pilot, "pilot"));
    }
    for (const Node gateway : components["ingressGateways"]) {
      view_.components.push_back(
          component_of(ComponentKind::kIngressGateway, gateway, gateway["name"].text()));
    }
    for (const Node gateway : components["egressGateways"]) {
      view_.components.push_back(
          component_of(ComponentKind::kEgressGateway, gateway, gateway["name"].text()));
    }
    // Of the built-in profiles, only `demo` has an egress gateway.
    if (components["egressGateways"].empty() && spec["profile"].text() == "demo") {
      view_.components.push_back(
          component_of(ComponentKind::kEgressGateway, spec["profile"], "istio-egressgateway"));
    }
    for (const Node mesh_config : {spec["meshConfig"], spec.at("values.meshConfig")}) {
      add_mesh_config(mesh_config, &resource);
    }
  }

  void add_config_map(const Resource& config_map) {
    const Node mesh = config_map.at("data.mesh");
    if (!mesh.is_scalar() || mesh.is_null()) return;
    yaml::File file = yaml::parse_embedded(mesh, workspace_.sources()[mesh.span().source]);
    if (!file.documents.empty()) add_mesh_config(file.documents.front().root, &config_map);
    view_.embedded.push_back(std::move(file));
  }

  void add_mesh_config(Node root, const Resource* resource) {
    if (!root.is_map()) return;
    view_.mesh_configs.push_back({with_json_names(view_.arena, root), resource});
  }

  InstallView& view_;
  const Workspace& workspace_;
  const std::vector<std::string>& own_urls_;
};

}  // namespace

std::vector<const Component*> InstallView::of_kind(ComponentKind kind) const {
  std::vector<const Component*> result;
  for (const Component& component : components) {
    if (component.kind == kind) result.push_back(&component);
  }
  return result;
}

InstallView install_view_of(const std::vector<Resource>& resources,
                            const std::set<std::string>& kustomization_folders,
                            const Workspace& workspace, const std::vector<std::string>& own_urls) {
  InstallView view;
  Collector collector(view, workspace, own_urls);
  for (const Resource& resource : resources) collector.add(resource);
  for (const std::string& folder : kustomization_folders) collector.add_kustomization(folder);
  return view;
}

}  // namespace meshlint::model
