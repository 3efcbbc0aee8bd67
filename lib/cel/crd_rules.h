// The rules of a CRD (x-kubernetes-validations) as such: what an API server says of them when the
// CRD is created.
#ifndef MESHLINT_CEL_CRD_RULES_H_
#define MESHLINT_CEL_CRD_RULES_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "cel/library.h"
#include "text/problem.h"
#include "text/source.h"
#include "yaml/node.h"

namespace meshlint::cel {

// What a rule costs at most, by the estimate of the API server.
struct RuleCost {
  yaml::Node rule;  // an item of x-kubernetes-validations
  std::uint64_t cost = 0;
};

// Appends a problem for each rule of the CRD that does not compile, gives no bool, has a message,
// path or reason that cannot be, or costs too much, alone or with the others. Returns the costs of
// the rules that compile. `sources` hold the CRD. `count_objects` tells how many objects of its
// kind there are, which a rule that does not compile leaves unjudged; it is asked for such a rule
// only.
std::vector<RuleCost> check_crd_rules(yaml::Node crd, Libraries libraries,
                                      const text::Sources& sources,
                                      const std::function<std::size_t()>& count_objects,
                                      std::vector<text::Problem>& problems);

}  // namespace meshlint::cel

#endif  // MESHLINT_CEL_CRD_RULES_H_
