#include "rules/authentication/authentication.h"

namespace meshlint::rules::authentication {

void invalid_jwks(const Resource& resource, Report& report) {
  for_each_jwks(resource, [&](Node jwks) {
    const KeySet set(jwks.text());
    if (set.problem().empty()) return;
    report.add(jwks, "`jwks` can't be parsed, rejected by Istio: {}", set.problem());
  });
}

}  // namespace meshlint::rules::authentication
