// The examples on the pages of rules: small trees of files with marks where a finding belongs.
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

// An example taken apart. A line `# file: PATH` begins a further file, `# config: {...}` gives a
// configuration, and a line that ends in `# finding` has one finding.
struct Example {
  std::string config;  // as in .meshlint.yaml; empty: none
  std::vector<Input> inputs;
  std::multiset<std::pair<std::string, std::uint32_t>> marks;  // path, line from 1
};
MESHLINT_EXPORT Example parse_example(std::string_view text);

// Checks the example with the rule of that id only. Of `base` the user's own rules and CRDs are
// taken, all else from the example. Fails if its configuration is wrong.
MESHLINT_EXPORT Result<Outcome> lint_example(const Example& example, const std::string& rule,
                                             const Config& base);

// Holds a rule to one of its examples: a sentence for each finding that is not marked, and for each
// mark without a finding. Empty if all is as marked. Fails as lint_example does.
MESHLINT_EXPORT Result<std::vector<std::string>> check_example(const RuleInfo& rule,
                                                               std::string_view text,
                                                               const Config& base);

}  // namespace meshlint

#endif  // MESHLINT_EXAMPLE_H_
