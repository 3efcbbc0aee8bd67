#include <algorithm>

#include "rules/gateway-api/gateway_api.h"

namespace meshlint::rules::gateway_api {
namespace {

// Whether a ReferenceGrant in the namespace of the target allows `from` to refer to it.
bool is_granted(const Environment& environment, const Resource& from, std::string_view to_kind,
                std::string_view to_ns, std::string_view to_name) {
  return std::ranges::any_of(
      environment.of_kind(kGroup, "ReferenceGrant"), [&](const Resource* grant) {
        if (grant->ns != to_ns) return false;
        const bool is_from = std::ranges::any_of(grant->at("spec.from"), [&](Node each) {
          return each["group"].text() == from.group() && each["kind"].text() == from.kind &&
                 each["namespace"].text() == from.ns;
        });
        return is_from && std::ranges::any_of(grant->at("spec.to"), [&](Node each) {
                 return each["group"].text().empty() && each["kind"].text() == to_kind &&
                        (each["name"].text().empty() || each["name"].text() == to_name);
               });
      });
}

void check(const Environment& environment, const Resource& from, Node reference,
           std::string_view kind, bool is_target_here, Report& report) {
  const Node ns = reference["namespace"];
  if (ns.text().empty() || ns.text() == from.ns || text::has_placeholder(ns.text())) return;
  if (is_granted(environment, from, kind, ns.text(), reference["name"].text())) return;
  // Grants come from the owner of the target: one can be missing only where the target is known.
  if (!environment.is_rendered || environment.is_open || !is_target_here) {
    return report.not_checked(ns);
  }
  report.add(&from, ns, "no ReferenceGrant in namespace `{}` lets {}s from `{}` refer to {} `{}`",
             ns.text(), from.kind, from.ns, kind, reference["name"].text());
}

}  // namespace

void grant_missing(const Environment& environment, Report& report) {
  for_each_service_backend(environment, [&](const Resource& route, Node backend) {
    const bool is_here = environment.find("", "Service", namespace_of(backend, route),
                                          backend["name"].text()) != nullptr;
    check(environment, route, backend, "Service", is_here, report);
  });
  for (const Resource* const gateway : environment.of_kind(kGroup, "Gateway")) {
    for (const Node listener : gateway->at("spec.listeners")) {
      for (const Node certificate : listener["tls"]["certificateRefs"]) {
        if (!refers_to(certificate, "", "Secret", "", "Secret")) continue;
        const bool is_here = environment.references().has_secret(
            namespace_of(certificate, *gateway), certificate["name"].text());
        check(environment, *gateway, certificate, "Secret", is_here, report);
      }
    }
  }
}

}  // namespace meshlint::rules::gateway_api
