#include <algorithm>

#include "rules/reference/reference.h"
#include "text/ascii.h"

namespace meshlint::rules::reference {
namespace {

bool is_claim(std::string_view header) {
  constexpr std::string_view kClaims = "@request.auth.claims";
  return header.size() > kClaims.size() &&
         text::equals_ignoring_case(header.substr(0, kClaims.size()), kClaims) &&
         (header[kClaims.size()] == '.' || header[kClaims.size()] == '[');
}

// The first match on a claim, or a missing node.
Node first_claim(const Resource& virtual_service) {
  for (const Node route : virtual_service.at("spec.http")) {
    for (const Node match : route["match"]) {
      for (const std::string_view field : {"headers", "withoutHeaders"}) {
        for (const auto& [key, value] : match[field].entries()) {
          if (is_claim(key.text())) return key;
        }
      }
    }
  }
  return {};
}

// Whether a RequestAuthentication applies to the workload.
bool is_authenticated(const Environment& environment, const model::Workload& workload) {
  return std::ranges::any_of(environment.of_kind("security.istio.io", "RequestAuthentication"),
                             [&](const Resource* policy) {
                               if (policy->ns != workload.resource->ns &&
                                   policy->ns != environment.references().root_namespace()) {
                                 return false;
                               }
                               // A target is a Gateway API Gateway, which may be this workload's.
                               if (policy->at("spec.targetRefs") || policy->at("spec.targetRef"))
                                 return true;
                               return model::selects(policy->at("spec.selector.matchLabels"),
                                                     workload.labels);
                             });
}

}  // namespace

// Claims exist only on a gateway that validates tokens. Checks only gateways of the environment.
void claim_without_authentication(const Environment& environment, Report& report) {
  for (const Resource* const resource :
       environment.of_kind("networking.istio.io", "VirtualService")) {
    const Node claim = first_claim(*resource);
    if (!claim) continue;
    for (const Node entry : resource->at("spec.gateways")) {
      const Resource* const gateway = find_gateway(environment, *resource, entry);
      if (gateway == nullptr || gateway->at("spec.selector").empty()) continue;
      const model::Workload* bare = nullptr;
      environment.references().for_each_selected(
          gateway->at("spec.selector"), nullptr, [&](const model::Workload& workload) {
            if (bare == nullptr && !is_authenticated(environment, workload)) bare = &workload;
          });
      if (bare == nullptr) continue;
      if (environment.may_hold_more(bare->resource->ns) ||
          environment.may_hold_more(environment.references().root_namespace())) {
        report.not_checked(claim);
        continue;
      }
      report
          .add(resource, claim,
               "match on a claim, but no RequestAuthentication applies to Gateway `{}`",
               entry.text())
          .related(bare->resource->at("metadata.name"), "workload of the gateway");
      break;
    }
  }
}

}  // namespace meshlint::rules::reference
