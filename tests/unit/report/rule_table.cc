// The rules that the tests of reports and of the configuration run against, in the place
// of the real ones: three that never change.
#include "meshlint/linter.h"

namespace meshlint {

std::vector<RuleInfo> all_rules() {
  return {
      {.id = "gateway/tls-missing",
       .title = "HTTPS server without a certificate",
       .severity = Severity::kError,
       .since = "0.1.0",
       .what = "A server without `tls`.",
       .why = "The Gateway is rejected.",
       .fix = "Add `tls`."},
      {.id = "route/timeout-too-long",
       .title = "Very long timeout",
       .severity = Severity::kInfo,
       .is_default = false,
       .since = "0.1.0",
       .what = "A timeout above the limit.",
       .options = {{.name = "limit", .value = "60s", .what = "longest timeout"}}},
      {.id = "route/weights-sum",
       .title = "Weights that don't add up to 100",
       .severity = Severity::kWarning,
       .since = "0.1.0",
       .what = "Weights of one route.",
       .aliases = {"KIA1104"},
       .formerly = {"route/weights-total"}},
  };
}

const char* version() { return "0.1.0"; }

}  // namespace meshlint
