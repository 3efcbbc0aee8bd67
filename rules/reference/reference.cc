#include "rules/reference/reference.h"

#include <algorithm>
#include <array>

#include "text/edit_distance.h"
#include "text/placeholder.h"

namespace meshlint::rules::reference {
namespace {

constexpr auto kRuntimeLabels = std::to_array<std::string_view>({
    "batch.kubernetes.io/job-name",
    "controller-revision-hash",
    "controller-uid",
    "failure-domain.beta.kubernetes.io/region",
    "failure-domain.beta.kubernetes.io/zone",
    "gateway.istio.io/managed",
    "gateway.networking.k8s.io/gateway-name",
    "istio.io/gateway-name",
    "istio.io/rev",
    "job-name",
    "kubernetes.io/hostname",
    "pod-template-hash",
    "rollouts-pod-template-hash",
    "security.istio.io/tlsMode",
    "service.istio.io/canonical-name",
    "service.istio.io/canonical-revision",
    "statefulset.kubernetes.io/pod-name",
    "topology.istio.io/cluster",
    "topology.istio.io/network",
    "topology.istio.io/subzone",
    "topology.kubernetes.io/region",
    "topology.kubernetes.io/zone",
});
static_assert(std::ranges::is_sorted(kRuntimeLabels));

bool sees(const model::References& references, const Resource& resource, const Resource& provider) {
  const Node exported = resource.kind == "VirtualService" ? resource.at("spec.exportTo") : Node();
  const bool is_for_all = std::ranges::any_of(exported, [](Node ns) { return ns.text() == "*"; });
  if (exported.empty() || is_for_all) return references.is_exported_to(provider, resource.ns);
  return std::ranges::any_of(exported, [&](Node ns) {
    return references.is_exported_to(provider, ns.text() == "." ? resource.ns : ns.text());
  });
}

}  // namespace

std::optional<ServiceHost> service_host(const Environment& environment, std::string_view host,
                                        std::string_view ns) {
  if (host.empty() || host.find('*') != host.npos || text::has_placeholder(host)) {
    return std::nullopt;
  }
  const std::size_t dot = host.find('.');
  if (dot == host.npos) {
    return ServiceHost{model::full_host(host, ns), host, model::or_default(ns)};
  }
  const std::string_view name = host.substr(0, dot);
  std::string_view rest = host.substr(dot + 1);
  const std::string_view place = rest.substr(0, rest.find('.'));
  rest.remove_prefix(place.size());
  if (name.empty() || place.empty()) return std::nullopt;
  if (rest == ".svc.cluster.local" || rest == ".svc" ||
      (rest.empty() && environment.owns_namespace(place))) {
    std::string full_name(name);
    full_name.append(".").append(place).append(".svc.cluster.local");
    return ServiceHost{std::move(full_name), name, place};
  }
  return std::nullopt;
}

HostFinding find_host(const Environment& environment, const Resource& resource, Node host) {
  const std::string_view written = host.text();
  if (written.empty() || written == "*" || text::has_placeholder(written)) return {};
  const auto service = service_host(environment, written, resource.ns);
  const model::References& references = environment.references();
  HostFinding result;
  const auto consider = [&](const Resource& provider) {
    if (result.verdict == HostVerdict::kFound) return;
    result.provider = &provider;
    result.verdict =
        sees(references, resource, provider) ? HostVerdict::kFound : HostVerdict::kNotVisible;
  };
  const std::string_view full = service ? std::string_view(service->full_name) : written;
  for (const Resource* const provider : references.providers(full)) consider(*provider);
  if (service) {  // a ServiceEntry may have "reviews.shop" as its own host
    for (const Resource* const provider : references.providers(written)) consider(*provider);
  }
  if (result.verdict == HostVerdict::kFound) return result;
  references.for_each_wildcard_provider(full, [&](const Resource& provider) {
    if (sees(references, resource, provider)) consider(provider);
  });
  if (result.verdict == HostVerdict::kFound) return result;
  if (environment.is_external_host(full) || environment.is_external_host(written)) {
    return {.verdict = HostVerdict::kFound};
  }
  if (result.verdict == HostVerdict::kNotVisible) {
    // A visible provider of this host may be outside the environment.
    if (!environment.is_rendered || environment.is_open) return {};
    return result;
  }
  if (!service && environment.is_complete() && environment.is_whole()) {
    return {.verdict = HostVerdict::kMissing};
  }
  if (!service || !environment.is_closed(service->ns)) return {};
  result.verdict = HostVerdict::kMissing;
  result.ns = service->ns;
  text::NearestName nearest(service->name);
  for (const Resource* const other : environment.of_kind("", "Service")) {
    if (model::or_default(other->ns) == service->ns) nearest.consider(other->name);
  }
  result.nearest = nearest.best();
  return result;
}

std::vector<EmptySubset> empty_subsets(const Environment& environment) {
  std::vector<EmptySubset> result;
  const model::References& references = environment.references();
  for (const Resource* const rule : environment.of_kind("networking.istio.io", "DestinationRule")) {
    const Node subsets = rule->at("spec.subsets");
    if (subsets.empty()) continue;
    auto host = service_host(environment, rule->at("spec.host").text(), rule->ns);
    if (!host) continue;
    const auto providers = references.providers(host->full_name);
    if (providers.size() != 1 || providers.front()->kind != "Service") continue;
    const Resource* const service = providers.front();
    const Node selector = service->at("spec.selector");
    if (selector.empty() || !references.selects_any_in(selector, service->ns)) continue;
    for (const Node subset : subsets) {
      const Node labels = subset["labels"];
      if (labels.empty() || asks_for_unknown(labels)) continue;
      bool is_met = false;
      references.for_each_selected(selector, &service->ns, [&](const model::Workload& workload) {
        is_met = is_met || model::selects(labels, workload.labels);
      });
      if (is_met) continue;
      result.push_back({.rule = rule,
                        .service = service,
                        .full_host = host->full_name,
                        .subset = subset,
                        .is_certain = !environment.may_hold_more(service->ns)});
    }
  }
  return result;
}

const Resource* workload_of(const Environment& environment, const Resource& gateway) {
  const Resource* result = nullptr;
  const Node selector = gateway.at("spec.selector");
  if (selector.empty()) return nullptr;
  environment.references().for_each_selected(selector, nullptr, [&](const model::Workload& each) {
    if (result == nullptr) result = each.resource;
  });
  return result;
}

GatewayName gateway_name(std::string_view written, std::string_view own_ns) {
  if (const std::size_t slash = written.find('/'); slash != written.npos) {
    return {written.substr(0, slash), written.substr(slash + 1)};
  }
  if (const std::size_t dot = written.find('.'); dot != written.npos) {
    const std::string_view rest = written.substr(dot + 1);
    return {rest.substr(0, rest.find('.')), written.substr(0, dot)};
  }
  return {own_ns, written};
}

const Resource* find_gateway(const Environment& environment, const Resource& virtual_service,
                             Node gateway) {
  if (gateway.text() == "mesh") return nullptr;
  const GatewayName wanted = gateway_name(gateway.text(), virtual_service.ns);
  return environment.find("networking.istio.io", "Gateway", wanted.ns, wanted.name);
}

Node port_number(const Resource& provider, Node port) {
  return provider.kind == "Service" ? port["port"] : port["number"];
}

std::string NearestService::find(std::string_view name, std::string_view ns) {
  if (searches_ == kMostSearches) return {};
  if (searches_++ == 0) {
    for (const Resource* const service : environment_.of_kind("", "Service")) {
      names_[model::or_default(service->ns)].push_back(service->name);
    }
  }
  text::NearestName nearest(name);
  for (const std::string_view known : names_[model::or_default(ns)]) nearest.consider(known);
  return std::string(nearest.best());
}

std::string missing_text(const HostFinding& found) {
  if (found.ns.empty()) return "matches no Service or ServiceEntry";
  return fmt::format("matches no Service in namespace `{}`{}", found.ns,
                     text::did_you_mean(found.nearest));
}

bool creates_namespace_somewhere(const model::Workspace& workspace, std::string_view ns) {
  return std::ranges::any_of(workspace.files(), [ns](const auto& file) {
    return std::ranges::any_of(file->yaml.documents, [ns](const yaml::Document& document) {
      return document.root["kind"].text() == "Namespace" &&
             document.root["metadata"]["name"].text() == ns;
    });
  });
}

bool is_runtime_label(std::string_view key) {
  return std::ranges::binary_search(kRuntimeLabels, key);
}

bool asks_for_unknown(Node selector) {
  return std::ranges::any_of(selector.entries(), [](const yaml::EntryView& entry) {
    return is_runtime_label(entry.key.text()) || text::has_placeholder(entry.value.text()) ||
           text::has_placeholder(entry.key.text());
  });
}

}  // namespace meshlint::rules::reference
