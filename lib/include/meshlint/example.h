// The examples on rule pages: small trees of files with marks for the expected findings.
//
//   for (const std::string& text : rule.bad) {
//     for (const std::string& mistake : *check_example(rule, text, config)) print(mistake);
//   }
#ifndef MESHLINT_EXAMPLE_H_
#define MESHLINT_EXAMPLE_H_

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "meshlint/config.h"
#include "meshlint/export.h"
#include "meshlint/linter.h"
#include "meshlint/result.h"

namespace meshlint {

// A parsed example. A line `# file: PATH` starts another file, `# config: {...}` sets the
// configuration, and a line that ends in `# finding` is expected to have one finding.
struct Example {
  std::string config;  // as in .meshlint.yaml; empty: none
  std::vector<Input> inputs;
  std::multiset<std::pair<std::string, std::uint32_t>> marks;  // path, line from 1
};
MESHLINT_EXPORT Example parse_example(std::string_view text);

// Checks the example with only the rule of that id. Takes the custom rules and CRDs from `base` and
// everything else from the example. Fails if the example's configuration is invalid.
MESHLINT_EXPORT Result<Outcome> lint_example(const Example& example, const std::string& rule,
                                             const Config& base);

// Tests a rule against one of its examples. Returns a sentence for each finding without a mark and
// for each mark without a finding; empty if findings and marks match. Fails like lint_example.
MESHLINT_EXPORT Result<std::vector<std::string>> check_example(const RuleInfo& rule,
                                                               std::string_view text,
                                                               const Config& base);

}  // namespace meshlint

#endif  // MESHLINT_EXAMPLE_H_
