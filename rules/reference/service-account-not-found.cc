#include "rules/reference/reference.h"
#include "text/placeholder.h"

namespace meshlint::rules::reference {
namespace {

// Checks an account only in a namespace whose workloads all come from the environment.
void check(const Environment& environment, const Resource& resource, Node at, std::string_view ns,
           std::string_view account, Report& report) {
  const model::References& references = environment.references();
  if (ns.empty() || account.empty() || account.find('*') != account.npos ||
      ns.find('*') != ns.npos || text::has_placeholder(at.text()) ||
      references.has_service_account(ns, account)) {
    return;
  }
  if (environment.may_hold_more(ns) ||
      (references.workloads_in(ns).empty() && !environment.is_complete())) {
    return report.not_checked(at);
  }
  report.add(&resource, at, "ServiceAccount `{}` not found in namespace `{}`", account, ns);
}

}  // namespace

void service_account_not_found(const Environment& environment, Report& report) {
  for (const Resource* const policy :
       environment.of_kind("security.istio.io", "AuthorizationPolicy")) {
    for (const Node rule : policy->at("spec.rules")) {
      for (const Node from : rule["from"]) {
        // "shop/web", or "web" of the policy's own namespace.
        for (const Node account : from["source"]["serviceAccounts"]) {
          const std::string_view text = account.text();
          const std::size_t slash = text.find('/');
          const bool has_ns = slash != text.npos;
          check(environment, *policy, account, has_ns ? text.substr(0, slash) : policy->ns,
                has_ns ? text.substr(slash + 1) : text, report);
        }
        for (const Node principal : from["source"]["principals"]) {
          const std::string_view text = principal.text();
          const std::size_t ns_at = text.find("/ns/");
          const std::size_t account_at = text.find("/sa/", ns_at == text.npos ? 0 : ns_at);
          if (ns_at == text.npos || account_at == text.npos || account_at < ns_at + 4) continue;
          check(environment, *policy, principal, text.substr(ns_at + 4, account_at - ns_at - 4),
                text.substr(account_at + 4), report);
        }
      }
    }
  }
  for (const Resource* const group : environment.of_kind("networking.istio.io", "WorkloadGroup")) {
    const Node account = group->at("spec.template.serviceAccount");
    check(environment, *group, account, model::or_default(group->ns), account.text(), report);
  }
}

}  // namespace meshlint::rules::reference
