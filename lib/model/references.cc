#include "model/references.h"

#include <algorithm>
#include <array>

#include "meshlint/config.h"
#include "model/install_view.h"
#include "model/resource_index.h"

namespace meshlint::model {
namespace {

constexpr std::string_view kIstioNetworking = "networking.istio.io";

// Where a kind has the labels and the spec of its pods.
struct PodKind {
  std::string_view group;
  std::string_view kind;
  std::string_view labels;
  std::string_view pod_spec;
};

constexpr auto kPodKinds = std::to_array<PodKind>({
    {"", "Pod", "metadata.labels", "spec"},
    {"", "ReplicationController", "spec.template.metadata.labels", "spec.template.spec"},
    {"apps", "DaemonSet", "spec.template.metadata.labels", "spec.template.spec"},
    {"apps", "Deployment", "spec.template.metadata.labels", "spec.template.spec"},
    {"apps", "ReplicaSet", "spec.template.metadata.labels", "spec.template.spec"},
    {"apps", "StatefulSet", "spec.template.metadata.labels", "spec.template.spec"},
    {"apps.openshift.io", "DeploymentConfig", "spec.template.metadata.labels",
     "spec.template.spec"},
    {"argoproj.io", "Rollout", "spec.template.metadata.labels", "spec.template.spec"},
    {"batch", "CronJob", "spec.jobTemplate.spec.template.metadata.labels",
     "spec.jobTemplate.spec.template.spec"},
    {"batch", "Job", "spec.template.metadata.labels", "spec.template.spec"},
    {"extensions", "Deployment", "spec.template.metadata.labels", "spec.template.spec"},
    {kIstioNetworking, "WorkloadEntry", "spec.labels", ""},
    {kIstioNetworking, "WorkloadGroup", "spec.metadata.labels", ""},
});

// Groups whose controllers create nothing but pods from a pod template, or a Secret that is written
// in the resource. Sorted.
constexpr auto kPlainGroups = std::to_array<std::string_view>({
    "",
    "acme.cert-manager.io",
    "admissionregistration.k8s.io",
    "apiextensions.k8s.io",
    "apiregistration.k8s.io",
    "apps",
    "apps.openshift.io",
    "autoscaling",
    "batch",
    "bitnami.com",
    "cert-manager.io",
    "certificates.k8s.io",
    "coordination.k8s.io",
    "discovery.k8s.io",
    "extensions",
    "extensions.istio.io",
    "external-secrets.io",
    "kustomize.config.k8s.io",
    "kustomize.toolkit.fluxcd.io",
    "kyverno.io",
    "networking.istio.io",
    "networking.k8s.io",
    "node.k8s.io",
    "policy",
    "project.openshift.io",
    "rbac.authorization.k8s.io",
    "route.openshift.io",
    "scheduling.k8s.io",
    "security.istio.io",
    "security.openshift.io",
    "storage.k8s.io",
    "telemetry.istio.io",
});
static_assert(std::ranges::is_sorted(kPlainGroups));

// Kinds of other groups for which the same holds. Sorted.
constexpr auto kPlainKinds = std::to_array<std::string_view>({
    "AnalysisTemplate",
    "AppProject",
    "Application",
    "ApplicationSet",
    "BackendTLSPolicy",
    "ClusterAnalysisTemplate",
    "GRPCRoute",
    "GatewayClass",
    "HTTPRoute",
    "PodMonitor",
    "PrometheusRule",
    "ReferenceGrant",
    "Rollout",
    "ScaledObject",
    "ServiceMonitor",
    "TCPRoute",
    "TLSRoute",
    "UDPRoute",
    "VerticalPodAutoscaler",
});
static_assert(std::ranges::is_sorted(kPlainKinds));

// The namespaces of every cluster. Sorted.
constexpr auto kBuiltInNamespaces =
    std::to_array<std::string_view>({"default", "kube-node-lease", "kube-public", "kube-system"});

// Extension providers of Istio's defaults, which `extensionProviders` only adds to.
constexpr auto kBuiltInProviders =
    std::to_array<std::string_view>({"envoy", "prometheus", "stackdriver"});

// Where a kind has the name of the Secret that it creates; the resource's own name if missing.
struct SecretKind {
  std::string_view group;
  std::string_view kind;
  std::string_view name;
};

constexpr auto kSecretKinds = std::to_array<SecretKind>({
    {"", "Secret", ""},
    {"bitnami.com", "SealedSecret", "spec.template.metadata.name"},
    {"cert-manager.io", "Certificate", "spec.secretName"},
    {"external-secrets.io", "ExternalSecret", "spec.target.name"},
});

bool contains(yaml::Node list, std::string_view text) {
  return std::ranges::any_of(list, [text](yaml::Node item) { return item.text() == text; });
}

// Whether a list such as "shop,edge, ." includes `viewer`.
bool lists(std::string_view text, std::string_view owner, std::string_view viewer) {
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    std::string_view part = text.substr(0, comma);
    text.remove_prefix(std::min(comma + 1, text.size()));
    while (part.starts_with(' ')) part.remove_prefix(1);
    while (part.ends_with(' ')) part.remove_suffix(1);
    if (part == "*" || part == viewer || (part == "." && owner == viewer)) return true;
  }
  return false;
}

}  // namespace

Workload workload_of(const Resource& resource) {
  const std::string_view group = resource.group();
  for (const PodKind& kind : kPodKinds) {
    if (kind.kind != resource.kind || kind.group != group) continue;
    return {.resource = &resource,
            .labels = resource.at(kind.labels),
            .pod_spec = kind.pod_spec.empty() ? yaml::Node() : resource.at(kind.pod_spec)};
  }
  return {};
}

bool makes_more(const Resource& resource) {
  return !std::ranges::binary_search(kPlainGroups, resource.group()) &&
         !std::ranges::binary_search(kPlainKinds, resource.kind);
}

bool selects(yaml::Node selector, yaml::Node labels) {
  return std::ranges::all_of(selector.entries(), [labels](const yaml::EntryView& entry) {
    const yaml::Node label = labels[entry.key.text()];
    return label && label.text() == entry.value.text();
  });
}

void References::index(const std::vector<Resource>& resources, const ResourceIndex& by_kind,
                       const std::vector<MeshConfig>& mesh_configs, const Config* config) {
  for (const Resource* const service : by_kind.of_kind("", "Service")) {
    hosts_[full_host(service->name, service->ns)].push_back(service);
  }
  for (const Resource* const entry : by_kind.of_kind(kIstioNetworking, "ServiceEntry")) {
    for (const yaml::Node host : entry->at("spec.hosts")) add_host(host.text(), *entry);
  }
  add_mesh(mesh_configs, config);
  add_workloads(resources, by_kind);
  add_namespaces(resources, by_kind, config);
  add_secrets(by_kind, config);
}

void References::add_host(std::string_view host, const Resource& provider) {
  if (host.starts_with('*')) {
    wildcards_.emplace_back(host.substr(1), &provider);
    return;
  }
  auto at = hosts_.find(host);
  if (at == hosts_.end()) at = hosts_.try_emplace(std::string(host)).first;
  at->second.push_back(&provider);
}

void References::add_mesh(const std::vector<MeshConfig>& mesh_configs, const Config* config) {
  for (const MeshConfig& mesh : mesh_configs) {
    knows_providers_ = true;
    if (!mesh.root["rootNamespace"].text().empty()) {
      root_namespace_ = mesh.root["rootNamespace"].text();
    }
    for (const yaml::Node provider : mesh.root["extensionProviders"]) {
      providers_.insert(provider["name"].text());
    }
    const auto set = [&mesh](std::string_view field, yaml::Node& node) {
      if (mesh.root[field]) node = mesh.root[field];
    };
    set("defaultServiceExportTo", default_service_export_);
    set("defaultVirtualServiceExportTo", default_virtual_service_export_);
    set("defaultDestinationRuleExportTo", default_destination_rule_export_);
  }
  providers_.insert(kBuiltInProviders.begin(), kBuiltInProviders.end());
  if (config != nullptr) {
    const std::vector<std::string>& external = config->external.providers;
    providers_.insert(external.begin(), external.end());
  }
}

void References::add_workloads(const std::vector<Resource>& resources,
                               const ResourceIndex& by_kind) {
  for (const Resource& resource : resources) {
    const Workload workload = workload_of(resource);
    if (workload.resource != nullptr) workloads_.push_back(workload);
  }
  std::ranges::stable_sort(workloads_, {},
                           [](const Workload& each) { return or_default(each.resource->ns); });
  for (std::uint32_t i = 0; i < workloads_.size(); ++i) {
    const Workload& workload = workloads_[i];
    for (const auto& [key, value] : workload.labels.entries()) {
      by_label_[{key.text(), value.text()}].push_back(i);
    }
    for (const std::string_view field : {"serviceAccountName", "serviceAccount"}) {
      const std::string_view account = workload.pod_spec[field].text();
      if (!account.empty()) service_accounts_.insert({or_default(workload.resource->ns), account});
    }
  }
  for (const Resource* const account : by_kind.of_kind("", "ServiceAccount")) {
    service_accounts_.insert({or_default(account->ns), account->name});
  }
}

void References::add_namespaces(const std::vector<Resource>& resources,
                                const ResourceIndex& by_kind, const Config* config) {
  for (const Resource* const ns : by_kind.of_kind("", "Namespace")) {
    namespaces_.insert_or_assign(ns->name, ns);
    creates_namespaces_ = true;
  }
  for (const Resource* const project : by_kind.of_kind("project.openshift.io", "Project")) {
    namespaces_.try_emplace(project->name, nullptr);
    creates_namespaces_ = true;
  }
  for (const Resource* const application : by_kind.of_kind("argoproj.io", "Application")) {
    const std::string_view destination = application->at("spec.destination.namespace").text();
    known_namespaces_.insert(destination);
    if (contains(application->at("spec.syncPolicy.syncOptions"), "CreateNamespace=true")) {
      namespaces_.try_emplace(destination, nullptr);
      creates_namespaces_ = true;
    }
  }
  for (const std::string_view ns : kBuiltInNamespaces) namespaces_.try_emplace(ns, nullptr);
  for (const auto& [ns, object] : namespaces_) known_namespaces_.insert(ns);
  if (config != nullptr) {
    const std::vector<std::string>& external = config->external.namespaces;
    known_namespaces_.insert(external.begin(), external.end());
  }
  for (const Resource& resource : resources) {
    if (resource.ns.empty()) continue;
    known_namespaces_.insert(resource.ns);
    const bool is_created = namespaces_.contains(resource.ns) || resource.ns == root_namespace_;
    uses_only_created_ = uses_only_created_ && is_created;
  }
}

void References::add_secrets(const ResourceIndex& by_kind, const Config* config) {
  for (const SecretKind& kind : kSecretKinds) {
    for (const Resource* const maker : by_kind.of_kind(kind.group, kind.kind)) {
      std::string_view name = kind.name.empty() ? maker->name : maker->at(kind.name).text();
      if (name.empty()) name = maker->name;
      secrets_.insert({or_default(maker->ns), name});
      secret_namespaces_.insert(or_default(maker->ns));
    }
  }
  if (config == nullptr) return;
  for (const std::string_view secret : config->external.secrets) {
    const std::size_t slash = std::min(secret.find('/'), secret.size());
    secrets_.insert({secret.substr(0, slash), secret.substr(std::min(slash + 1, secret.size()))});
  }
}

std::span<const Resource* const> References::providers(std::string_view full_host) const {
  const auto found = hosts_.find(full_host);
  if (found == hosts_.end()) return {};
  return found->second;
}

bool References::is_exported_to(const Resource& owner, std::string_view viewer) const {
  const std::string_view own = or_default(owner.ns);
  viewer = or_default(viewer);
  yaml::Node listed = owner.at("spec.exportTo");
  if (owner.kind == "Service") {
    const yaml::Node annotation =
        owner.root["metadata"]["annotations"]["networking.istio.io/exportTo"];
    if (!annotation.text().empty()) return lists(annotation.text(), own, viewer);
    listed = default_service_export_;
  } else if (listed.empty()) {
    listed = owner.kind == "VirtualService"    ? default_virtual_service_export_
             : owner.kind == "DestinationRule" ? default_destination_rule_export_
                                               : default_service_export_;
  }
  return listed.empty() || std::ranges::any_of(listed, [&](yaml::Node item) {
           return lists(item.text(), own, viewer);
         });
}

std::span<const Workload> References::workloads_in(std::string_view ns) const {
  const auto range = std::ranges::equal_range(workloads_, or_default(ns), {}, [](const auto& each) {
    return or_default(each.resource->ns);
  });
  return {range.begin(), range.end()};
}

std::span<const std::uint32_t> References::shortlist(yaml::Node selector) const {
  std::span<const std::uint32_t> shortest;
  bool is_first = true;
  for (const auto& [key, value] : selector.entries()) {
    const auto found = by_label_.find({key.text(), value.text()});
    if (found == by_label_.end()) return {};
    if (is_first || found->second.size() < shortest.size()) shortest = found->second;
    is_first = false;
  }
  return shortest;
}

bool References::selects_any(yaml::Node selector) const {
  bool result = false;
  for_each_selected(selector, nullptr, [&](const Workload&) { result = true; });
  return result;
}

bool References::selects_any_in(yaml::Node selector, std::string_view ns) const {
  bool result = false;
  for_each_selected(selector, &ns, [&](const Workload&) { result = true; });
  return result;
}

bool References::creates_namespace(std::string_view ns) const { return namespaces_.contains(ns); }

bool References::knows_namespace(std::string_view ns) const {
  return known_namespaces_.contains(ns);
}

const Resource* References::namespace_object(std::string_view ns) const {
  const auto found = namespaces_.find(ns);
  return found == namespaces_.end() ? nullptr : found->second;
}

bool References::has_secret(std::string_view ns, std::string_view name) const {
  return secrets_.contains({or_default(ns), name});
}

bool References::makes_secrets_in(std::string_view ns) const {
  return secret_namespaces_.contains(or_default(ns));
}

bool References::has_service_account(std::string_view ns, std::string_view name) const {
  return name == "default" || service_accounts_.contains({or_default(ns), name});
}

bool References::has_provider(std::string_view name) const { return providers_.contains(name); }

}  // namespace meshlint::model
