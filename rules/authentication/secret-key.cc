#include <algorithm>

#include "rules/authentication/authentication.h"

namespace meshlint::rules::authentication {

void secret_key(const Resource& resource, Report& report) {
  for_each_jwks(resource, [&](Node jwks) {
    const KeySet set(jwks.text());
    if (!set.problem().empty()) return;
    const auto is_secret = [](Node key) {
      return key["kty"].text() == "oct" || !key["d"].text().empty();
    };
    const auto key = std::ranges::find_if(set.keys(), is_secret);
    if (key == set.keys().end()) return;
    report.add(jwks, "`jwks` has a {} key; write public keys only",
               (*key)["kty"].text() == "oct" ? "symmetric" : "private");
  });
}

}  // namespace meshlint::rules::authentication
