#include <algorithm>
#include <array>

#include "check/rule.h"

namespace meshlint::rules::authorization {
namespace {

constexpr auto kFields = std::to_array<std::string_view>(
    {"namespaces", "notNamespaces", "serviceAccounts", "notServiceAccounts", "trustDomains",
     "notTrustDomains", "principals", "notPrincipals", "requestPrincipals",
     "notRequestPrincipals"});
constexpr auto kAttributes = std::to_array<std::string_view>(
    {"source.namespace", "source.serviceAccount", "source.trustDomain", "source.principal"});

bool is_unsupported(std::string_view attribute) {
  return attribute.starts_with("request.auth.") ||
         std::ranges::find(kAttributes, attribute) != kAttributes.end();
}

}  // namespace

void custom_condition(const Resource& resource, Report& report) {
  if (resource.at("spec.action").text() != "CUSTOM") return;
  for (const Node rule : resource.at("spec.rules")) {
    for (const Node from : rule["from"]) {
      const Node source = from["source"];
      for (const std::string_view field : kFields) {
        if (source[field].empty()) continue;
        report.add(source.key(field), "`{}` with action CUSTOM, rejected by Istio; delete it",
                   field);
      }
    }
    for (const Node when : rule["when"]) {
      const Node key = when["key"];
      if (!is_unsupported(key.text())) continue;
      report.add(key, "`{}` with action CUSTOM, rejected by Istio; delete the condition",
                 key.text());
    }
  }
}

}  // namespace meshlint::rules::authorization
