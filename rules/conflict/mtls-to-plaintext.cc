#include "rules/conflict/conflict.h"

namespace meshlint::rules::conflict {

void mtls_to_plaintext(const Environment& environment, Report& report) {
  check_tls_against_policies(environment, Traffic::kMutualTls, report);
}

}  // namespace meshlint::rules::conflict
