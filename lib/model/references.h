// What the resources of an environment refer to each other by: hosts, labels, namespaces, accounts.
// Built once per environment; every lookup is a hash lookup.
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

#include "model/resource.h"
#include "model/string_hash.h"
#include "yaml/node.h"

namespace meshlint::model {

struct Environment;

// Something that runs pods, or stands for a machine: Pod, Deployment, CronJob, WorkloadEntry, ...
struct Workload {
  const Resource* resource = nullptr;
  yaml::Node labels;    // of its pods
  yaml::Node pod_spec;  // missing for a WorkloadEntry or a WorkloadGroup
};

// The pods that a resource makes, by its kind; no resource for kinds that make none.
Workload workload_of(const Resource& resource);

// Whether a controller may make Services, pods, Secrets or further resources from it, as operators
// do from their own kinds, so that the namespace holds more than is written.
bool makes_more(const Resource& resource);

// The namespace that something without one lands in.
inline std::string_view or_default(std::string_view ns) { return ns.empty() ? "default" : ns; }

// True if `labels` has every entry of `selector`. An empty selector selects everything.
bool selects(yaml::Node selector, yaml::Node labels);

// Immutable once built. Views point into the environment.
class References {
 public:
  // Reads the environment's resources; call it once, when they move no more.
  void index(const Environment& environment);

  // meshConfig.rootNamespace, else istio-system.
  std::string_view root_namespace() const { return root_namespace_; }

  // The Services and ServiceEntries that have this full host name as one of their own; wildcards
  // are not looked at.
  std::span<const Resource* const> providers(std::string_view full_host) const;
  // The ServiceEntries with a wildcard that covers the host.
  template <typename Visit>
  void for_each_wildcard_provider(std::string_view full_host, Visit visit) const {
    for (const auto& [suffix, provider] : wildcards_) {
      if (full_host.size() > suffix.size() && full_host.ends_with(suffix)) visit(*provider);
    }
  }

  // Whether resources in `viewer` see what `owner` exports: by `exportTo`, by the annotation
  // networking.istio.io/exportTo of a Service, else by the mesh's default for the kind.
  bool is_exported_to(const Resource& owner, std::string_view viewer) const;

  // All workloads, sorted by namespace.
  std::span<const Workload> workloads() const { return workloads_; }
  std::span<const Workload> workloads_in(std::string_view ns) const;
  // Calls visit(workload) for each with all those labels, in `ns`, or anywhere if `ns` is null.
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
  // Whether it selects anything in that namespace, or anywhere.
  bool selects_any(yaml::Node selector) const;
  bool selects_any_in(yaml::Node selector, std::string_view ns) const;

  // Namespaces for which there is a Namespace or an Application with CreateNamespace=true, and
  // those that every cluster has.
  bool creates_namespace(std::string_view ns) const;
  // Whether the environment makes namespaces at all; if not, somebody else does.
  bool creates_namespaces() const { return creates_namespaces_; }
  // Whether it creates all those that its resources lie in, so that no others are to be expected.
  bool creates_all_namespaces() const { return creates_namespaces_ && uses_only_created_; }
  // Created here, named in `external.namespaces`, or in use by some resource.
  bool knows_namespace(std::string_view ns) const;
  template <typename Visit>
  void for_each_namespace(Visit visit) const {
    for (const std::string_view ns : known_namespaces_) visit(ns);
  }
  // The Namespace object of that name, or null.
  const Resource* namespace_object(std::string_view ns) const;

  // Whether something makes a Secret of that name: a Secret, SealedSecret, ExternalSecret,
  // Certificate, or `external.secrets`.
  bool has_secret(std::string_view ns, std::string_view name) const;
  // Whether any Secret of that namespace is made here.
  bool makes_secrets_in(std::string_view ns) const;
  // A ServiceAccount of that name; one that pods ask for counts, and so does "default".
  bool has_service_account(std::string_view ns, std::string_view name) const;

  // Names of meshConfig.extensionProviders, those built into Istio, and `external.providers`.
  bool has_provider(std::string_view name) const;
  // Whether the providers of the mesh are known: a meshConfig is part of the environment.
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
  void add_workloads(const Environment& environment);
  void add_namespaces(const Environment& environment);
  void add_secrets(const Environment& environment);
  void add_mesh(const Environment& environment);
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
