// Checks the rules of a CRD itself (x-kubernetes-validations), as an API server does when the CRD
// is created.
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

// Appends a problem for each rule of the CRD that doesn't compile, isn't of type bool, has an
// invalid message, path or reason, or costs too much, alone or together with the others. Returns
// the costs of the rules that compile. `sources` contains the CRD. `count_objects` returns how many
// objects of its kind there are; it's called only for a rule that doesn't compile, which can't
// check them.
std::vector<RuleCost> check_crd_rules(yaml::Node crd, Libraries libraries,
                                      const text::Sources& sources,
                                      const std::function<std::size_t()>& count_objects,
                                      std::vector<text::Problem>& problems);

}  // namespace meshlint::cel

#endif  // MESHLINT_CEL_CRD_RULES_H_
