#include <algorithm>
#include <vector>

#include "rules/reference/reference.h"
#include "text/edit_distance.h"
#include "text/placeholder.h"

namespace meshlint::rules::reference {
namespace {

constexpr std::string_view kOwnDomain = "cluster.local";

std::vector<std::string_view> domains_of(const InstallView& install) {
  std::vector<std::string_view> result = {kOwnDomain};
  for (const model::MeshConfig& mesh : install.mesh_configs) {
    if (const Node domain = mesh.root["trustDomain"]) result.push_back(domain.text());
    for (const Node alias : mesh.root["trustDomainAliases"]) result.push_back(alias.text());
  }
  return result;
}

}  // namespace

// Domains of other meshes are named here, too, so one that isn't similar to ours isn't checked.
void trust_domain_unknown(const Environment& environment, Report& report) {
  const std::vector<std::string_view> domains = domains_of(environment.install);
  const bool is_known = !environment.install.mesh_configs.empty() && environment.is_rendered;
  for (const Resource* const policy :
       environment.of_kind("security.istio.io", "AuthorizationPolicy")) {
    for (const Node rule : policy->at("spec.rules")) {
      for (const Node from : rule["from"]) {
        for (const Node principal : from["source"]["principals"]) {
          const std::string_view text = principal.text();
          const std::string_view domain = text.substr(0, text.find('/'));
          if (domain.empty() || domain.size() == text.size() || domain.find('*') != domain.npos ||
              text.starts_with("spiffe:") || text::has_placeholder(domain) ||
              std::ranges::find(domains, domain) != domains.end()) {
            continue;
          }
          const std::string_view nearest = text::nearest_name(domain, domains);
          if (!is_known || (nearest.empty() && !environment.is_complete())) {
            report.not_checked(principal);
            continue;
          }
          report.add(policy, principal, "unknown trust domain `{}` in this mesh{}", domain,
                     text::did_you_mean(nearest));
        }
      }
    }
  }
}

}  // namespace meshlint::rules::reference
