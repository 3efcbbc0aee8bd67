// The examples of rule pages: small trees of files with marks where a finding belongs.
#ifndef MESHLINT_TESTS_RULES_EXAMPLE_H_
#define MESHLINT_TESTS_RULES_EXAMPLE_H_

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "meshlint/meshlint.h"

namespace meshlint::rules {

inline constexpr std::string_view kFindingMark = "# finding";

// A place that an example marks, or that a finding has.
using Mark = std::pair<std::string, std::uint32_t>;  // path, line

struct Example {
  std::string config;
  std::vector<Input> inputs;
  std::multiset<Mark> marks;
};

// A line `# file: PATH` begins a further file, `# config: {...}` gives the configuration.
Example parse_example(std::string_view text);

// Lints the example with one rule only. Fails if the example's configuration is wrong.
Result<Outcome> lint(const Example& example, const std::string& rule);

}  // namespace meshlint::rules

#endif  // MESHLINT_TESTS_RULES_EXAMPLE_H_
