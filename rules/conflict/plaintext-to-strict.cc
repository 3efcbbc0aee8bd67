#include "rules/conflict/conflict.h"

namespace meshlint::rules::conflict {

void plaintext_to_strict(const Environment& environment, Report& report) {
  check_tls_against_policies(environment, Traffic::kPlainText, report);
}

}  // namespace meshlint::rules::conflict
