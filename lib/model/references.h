// The names by which resources of an environment refer to each other: hosts, labels, namespaces,
// accounts. Built once per environment; every lookup is a hash lookup.
//
//   for (const Resource* provider : references.providers("reviews.shop.svc.cluster.local")) ...
//   bool is_used = references.selects(selector["matchLabels"], "shop");
#ifndef MESHLINT_MODEL_REFERENCES_H_
#define MESHLINT_MODEL_REFERENCES_H_

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "meshlint/config.h"
#include "model/resource.h"
#include "model/service_host.h"
#include "model/string_hash.h"
#include "yaml/node.h"

namespace meshlint::model {

class ResourceIndex;
struct MeshConfig;

// Something that runs pods or represents a machine: Pod, Deployment, CronJob, WorkloadEntry, ...
struct Workload {
  const Resource* resource = nullptr;
  yaml::Node labels;    // of its pods
  yaml::Node pod_spec;  // missing for a WorkloadEntry or a WorkloadGroup
};

// The pods that a resource of this kind creates; without `resource` if it creates none.
Workload workload_of(const Resource& resource);

// Whether a controller may create Services, pods, Secrets or other resources for it, as operators
// do for their own kinds, so that the namespace has more resources than are written.
bool makes_more(const Resource& resource);

// True if `labels` has every entry of `selector`. An empty selector matches everything.
bool selects(yaml::Node selector, yaml::Node labels);

// Immutable once built. References its arguments.
class References {
 public:
  // Call it once, when `resources` have their final place. `config` may be null.
  void index(const std::vector<Resource>& resources, const ResourceIndex& by_kind,
             const std::vector<MeshConfig>& mesh_configs, const Config* config);

  // meshConfig.rootNamespace, else istio-system.
  std::string_view root_namespace() const { return root_namespace_; }

  // The Services and ServiceEntries with exactly this full host name, without wildcards.
  std::span<const Resource* const> providers(std::string_view full_host) const;
  // The ServiceEntries with a wildcard that covers the host.
  template <typename Visit>
  void for_each_wildcard_provider(std::string_view full_host, Visit visit) const {
    for (const auto& [suffix, provider] : wildcards_) {
      if (full_host.size() > suffix.size() && full_host.ends_with(suffix)) visit(*provider);
    }
  }

  // Whether `owner` is exported to the namespace `viewer`: by `exportTo`, by the annotation
  // networking.istio.io/exportTo of a Service, else by the default of the mesh for the kind.
  bool is_exported_to(const Resource& owner, std::string_view viewer) const;

  // All workloads, sorted by namespace.
  std::span<const Workload> workloads() const { return workloads_; }
  std::span<const Workload> workloads_in(std::string_view ns) const;
  // Calls visit(workload) for each one that matches, in `ns`, or in all namespaces if it is null.
  template <typename Visit>
  void for_each_selected(yaml::Node selector, const std::string_view* ns, Visit visit) const {
    if (selector.empty()) {
      for (const Workload& workload : ns == nullptr ? workloads() : workloads_in(*ns)) {
        visit(workload);
      }
      return;
    }
    for (const std::uint32_t i : shortlist(selector)) {
      const Workload& workload = workloads_[i];
      if (ns != nullptr && or_default(workload.resource->ns) != or_default(*ns)) continue;
      if (model::selects(selector, workload.labels)) visit(workload);
    }
  }
  // Whether the selector matches a workload in any namespace, or in `ns`.
  bool selects_any(yaml::Node selector) const;
  bool selects_any_in(yaml::Node selector, std::string_view ns) const;

  // Whether there is a Namespace of that name or an Application with CreateNamespace=true, or every
  // cluster has it.
  bool creates_namespace(std::string_view ns) const;
  // Whether the environment creates any namespace; if not, it uses those of others.
  bool creates_namespaces() const { return creates_namespaces_; }
  // Whether it creates every namespace of its resources, so that any other one is a mistake.
  bool creates_all_namespaces() const { return creates_namespaces_ && uses_only_created_; }
  // Whether the namespace is created here, listed in `external.namespaces`, or has a resource.
  bool knows_namespace(std::string_view ns) const;
  template <typename Visit>
  void for_each_namespace(Visit visit) const {
    for (const std::string_view ns : known_namespaces_) visit(ns);
  }
  // The Namespace object of that name, or null.
  const Resource* namespace_object(std::string_view ns) const;

  // Whether something creates a Secret of that name (a Secret, SealedSecret, ExternalSecret or
  // Certificate), or `external.secrets` lists it.
  bool has_secret(std::string_view ns, std::string_view name) const;
  // Whether the environment creates any Secret in that namespace.
  bool makes_secrets_in(std::string_view ns) const;
  // Whether there is a ServiceAccount of that name, or a pod uses it, or it is "default".
  bool has_service_account(std::string_view ns, std::string_view name) const;

  // Whether it is in meshConfig.extensionProviders or `external.providers`, or built into Istio.
  bool has_provider(std::string_view name) const;
  // Whether the providers of the mesh are known, because the environment has a meshConfig.
  bool knows_providers() const { return knows_providers_; }
  template <typename Visit>
  void for_each_provider(Visit visit) const {
    for (const std::string_view provider : providers_) visit(provider);
  }

 private:
  using Label = std::pair<std::string_view, std::string_view>;
  struct PairHash {
    std::size_t operator()(const Label& pair) const {
      const std::hash<std::string_view> hash;
      return hash(pair.first) * 31 + hash(pair.second);
    }
  };

  void add_host(std::string_view host, const Resource& provider);
  void add_workloads(const std::vector<Resource>& resources, const ResourceIndex& by_kind);
  void add_namespaces(const std::vector<Resource>& resources, const ResourceIndex& by_kind,
                      const Config* config);
  void add_secrets(const ResourceIndex& by_kind, const Config* config);
  void add_mesh(const std::vector<MeshConfig>& mesh_configs, const Config* config);
  std::span<const std::uint32_t> shortlist(yaml::Node selector) const;

  std::string_view root_namespace_ = "istio-system";
  std::unordered_map<std::string, std::vector<const Resource*>, StringHash, std::equal_to<>> hosts_;
  std::vector<std::pair<std::string_view, const Resource*>> wildcards_;
  std::vector<Workload> workloads_;
  std::unordered_map<Label, std::vector<std::uint32_t>, PairHash> by_label_;
  std::unordered_map<std::string_view, const Resource*> namespaces_;  // created; object or null
  std::unordered_set<std::string_view> known_namespaces_;
  bool creates_namespaces_ = false;
  bool uses_only_created_ = true;
  std::unordered_set<Label, PairHash> secrets_;  // namespace, name
  std::unordered_set<std::string_view> secret_namespaces_;
  std::unordered_set<Label, PairHash> service_accounts_;
  std::unordered_set<std::string_view> providers_;
  bool knows_providers_ = false;
  yaml::Node default_service_export_;
  yaml::Node default_virtual_service_export_;
  yaml::Node default_destination_rule_export_;
};

}  // namespace meshlint::model

#endif  // MESHLINT_MODEL_REFERENCES_H_
