#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <utility>

#include "check/rule.h"
#include "text/placeholder.h"

namespace meshlint::rules::kustomize {
namespace {

using model::Rename;

// A field in which a resource names one of another kind in its own namespace.
struct NameField {
  std::string_view group;
  std::string_view kind;
  std::string_view path;  // of a name, with `[]` for each item of a list
  std::string_view target_group;
  std::string_view target_kind;
};

constexpr std::string_view kNetworking = "networking.istio.io";
constexpr std::string_view kGatewayApi = "gateway.networking.k8s.io";

constexpr NameField kNameFields[] = {
    {kNetworking, "VirtualService", "spec.http[].delegate.name", kNetworking, "VirtualService"},
    {kNetworking, "Gateway", "spec.servers[].tls.credentialName", "", "Secret"},
    {kNetworking, "DestinationRule", "spec.trafficPolicy.tls.credentialName", "", "Secret"},
    {"extensions.istio.io", "WasmPlugin", "spec.imagePullSecret", "", "Secret"},
    {kNetworking, "WorkloadGroup", "spec.template.serviceAccount", "", "ServiceAccount"},
    {"argoproj.io", "Application", "spec.project", "argoproj.io", "AppProject"},
    {"argoproj.io", "ApplicationSet", "spec.template.spec.project", "argoproj.io", "AppProject"},
    {kGatewayApi, "Gateway", "spec.listeners[].tls.certificateRefs[].name", "", "Secret"},
    {kGatewayApi, "HTTPRoute", "spec.parentRefs[].name", kGatewayApi, "Gateway"},
    {kGatewayApi, "HTTPRoute", "spec.rules[].backendRefs[].name", "", "Service"},
    {kGatewayApi, "GRPCRoute", "spec.parentRefs[].name", kGatewayApi, "Gateway"},
    {kGatewayApi, "GRPCRoute", "spec.rules[].backendRefs[].name", "", "Service"},
};

// A field in which a resource names hosts.
struct HostField {
  std::string_view kind;
  std::string_view path;
};

constexpr HostField kHostFields[] = {
    {"VirtualService", "spec.hosts[]"},
    {"VirtualService", "spec.http[].route[].destination.host"},
    {"VirtualService", "spec.http[].mirror.host"},
    {"VirtualService", "spec.http[].mirrors[].destination.host"},
    {"VirtualService", "spec.tls[].route[].destination.host"},
    {"VirtualService", "spec.tcp[].route[].destination.host"},
    {"DestinationRule", "spec.host"},
    {"Sidecar", "spec.egress[].hosts[]"},
};

// Calls visit(node) for every node at such a path.
template <typename Visit>
void for_each_at(Node node, std::string_view path, const Visit& visit) {
  const std::size_t list = path.find("[]");
  if (list == path.npos) {
    const Node at = path.empty() ? node : node.at(path);
    if (at) visit(at);
    return;
  }
  std::string_view rest = path.substr(list + 2);
  if (rest.starts_with('.')) rest.remove_prefix(1);
  for (const Node item : node.at(path.substr(0, list))) for_each_at(item, rest, visit);
}

std::string qualified(std::string_view ns, std::string_view name) {
  return ns.empty() ? std::string(name) : fmt::format("{}/{}", ns, name);
}

class RenameNotFollowedChecker {
 public:
  RenameNotFollowedChecker(const Environment& environment, Report& report)
      : environment_(environment), report_(report) {
    for (const Rename& rename : environment.renames) {
      const Resource& now = *rename.resource;
      // A name without a namespace is looked up in the new namespace of both.
      for (const std::string_view ns : {rename.old_namespace, now.ns}) {
        by_old_name_.try_emplace({now.group(), now.kind, ns, rename.old_name}, &rename);
        if (!now.is("", "Service") || ns.empty()) continue;
        by_old_host_.try_emplace(Environment::full_host(rename.old_name, ns), &rename);
      }
      if (!rename.old_namespace.empty() && rename.old_namespace != now.ns) {
        by_old_namespace_.try_emplace(rename.old_namespace, &rename);
      }
    }
  }

  void check_names(const NameField& field) {
    for (const Resource* const resource : environment_.of_kind(field.group, field.kind)) {
      for_each_at(resource->root, field.path, [&](Node name) {
        check_name(*resource, name, field.target_group, field.target_kind, resource->ns,
                   name.text(), false);
      });
    }
  }

  void check_gateways() {
    for (const Resource* const resource : environment_.of_kind(kNetworking, "VirtualService")) {
      for (const std::string_view path :
           {"spec.gateways[]", "spec.http[].match[].gateways[]", "spec.tls[].match[].gateways[]",
            "spec.tcp[].match[].gateways[]"}) {
        for_each_at(resource->root, path, [&](Node gateway) {
          const std::string_view text = gateway.text();
          const std::size_t slash = text.find('/');
          const bool is_qualified = slash != text.npos;
          check_name(*resource, gateway, kNetworking, "Gateway",
                     is_qualified ? text.substr(0, slash) : resource->ns,
                     is_qualified ? text.substr(slash + 1) : text, is_qualified);
        });
      }
    }
  }

  void check_hosts(const HostField& field) {
    for (const Resource* const resource : environment_.of_kind(kNetworking, field.kind)) {
      for_each_at(resource->root, field.path, [&](Node host) { check_host(*resource, host); });
    }
  }

  // Principals such as "cluster.local/ns/shop/sa/reviews", and plain namespaces.
  void check_policies() {
    for (const Resource* const resource :
         environment_.of_kind("security.istio.io", "AuthorizationPolicy")) {
      for (const std::string_view path : {"spec.rules[].from[].source.principals[]",
                                          "spec.rules[].from[].source.notPrincipals[]"}) {
        for_each_at(resource->root, path,
                    [&](Node principal) { check_principal(*resource, principal); });
      }
      for (const std::string_view path : {"spec.rules[].from[].source.namespaces[]",
                                          "spec.rules[].from[].source.notNamespaces[]"}) {
        for_each_at(resource->root, path,
                    [&](Node ns) { check_namespace(*resource, ns, ns.text()); });
      }
    }
  }

 private:
  void check_name(const Resource& resource, Node at, std::string_view group, std::string_view kind,
                  std::string_view ns, std::string_view name, bool is_qualified) {
    if (name.empty() || environment_.find(group, kind, ns, name) != nullptr) return;
    const auto found = by_old_name_.find({group, kind, ns, name});
    if (found == by_old_name_.end()) return;
    const Resource& now = *found->second->resource;
    tell(resource, at, *found->second, kind,
         is_qualified || now.ns != resource.ns ? qualified(now.ns, now.name)
                                               : std::string(now.name));
  }

  void check_host(const Resource& resource, Node at) {
    std::string_view host = at.text();
    // A Sidecar writes "namespace/host".
    if (const std::size_t slash = host.find('/'); slash != host.npos) host.remove_prefix(slash + 1);
    if (host.empty() || host.starts_with('*') || text::has_placeholder(host)) return;
    const std::string full = Environment::full_host(host, resource.ns);
    if (!environment_.references().providers(full).empty()) return;
    const auto found = by_old_host_.find(full);
    if (found == by_old_host_.end()) return;
    const Resource& now = *found->second->resource;
    const bool is_short = host.find('.') == host.npos && now.ns == resource.ns;
    tell(resource, at, *found->second, "Service",
         is_short ? std::string(now.name) : Environment::full_host(now.name, now.ns));
  }

  void check_principal(const Resource& resource, Node at) {
    const std::string_view text = at.text();
    const std::size_t ns_at = text.find("/ns/");
    const std::size_t account_at = text.find("/sa/");
    if (ns_at == text.npos || account_at == text.npos || account_at < ns_at + 4) return;
    const std::string_view ns = text.substr(ns_at + 4, account_at - ns_at - 4);
    const std::string_view account = text.substr(account_at + 4);
    if (environment_.references().has_service_account(ns, account) && account != "default") return;
    const auto found = by_old_name_.find({"", "ServiceAccount", ns, account});
    if (found == by_old_name_.end()) return check_namespace(resource, at, ns);
    const Resource& now = *found->second->resource;
    tell(resource, at, *found->second, "ServiceAccount",
         fmt::format("{}/ns/{}/sa/{}", text.substr(0, ns_at), now.ns, now.name));
  }

  // A namespace out of which the kustomization has moved everything.
  void check_namespace(const Resource& resource, Node at, std::string_view ns) {
    const auto found = by_old_namespace_.find(ns);
    if (found == by_old_namespace_.end() || environment_.references().knows_namespace(ns)) return;
    const Rename& rename = *found->second;
    report_
        .add(&resource, at, "namespace `{}` is now `{}`; update the old name here", ns,
             rename.resource->ns)
        .related(rename.cause, "changed here");
  }

  void tell(const Resource& resource, Node at, const Rename& rename, std::string_view kind,
            const std::string& now) {
    report_
        .add(&resource, at, "{} `{}` is now `{}`; update the old name here", kind, at.text(), now)
        .related(rename.cause, "changed here")
        .related(rename.resource->at("metadata.name"), "renamed resource");
  }

  using Name = std::tuple<std::string_view, std::string_view, std::string_view, std::string_view>;

  const Environment& environment_;
  Report& report_;
  std::map<Name, const Rename*> by_old_name_;  // by group, kind, namespace, name
  std::map<std::string, const Rename*, std::less<>> by_old_host_;
  std::map<std::string_view, const Rename*> by_old_namespace_;
};

}  // namespace

// Kustomize updates references in the kinds that it knows, and in those of `configurations`. It has
// missed a reference that still has the old name if nothing has that name any more.
void rename_not_followed(const Environment& environment, Report& report) {
  if (environment.renames.empty()) return;
  RenameNotFollowedChecker checker(environment, report);
  for (const NameField& field : kNameFields) checker.check_names(field);
  for (const HostField& field : kHostFields) checker.check_hosts(field);
  checker.check_gateways();
  checker.check_policies();
}

}  // namespace meshlint::rules::kustomize
