// The rules of a CRD (x-kubernetes-validations) as such: what an API server says of them when the
// CRD is created.
#ifndef MESHLINT_CEL_CRD_RULES_H_
#define MESHLINT_CEL_CRD_RULES_H_

#include <vector>

#include "cel/library.h"
#include "text/problem.h"
#include "text/source.h"
#include "yaml/node.h"

namespace meshlint::cel {

// Appends a problem for each rule of the CRD that does not compile, gives no bool, or has a
// message, path or reason that cannot be. What rules cost at most is not estimated. `sources` hold
// the CRD.
void check_crd_rules(yaml::Node crd, Libraries libraries, const text::Sources& sources,
                     std::vector<text::Problem>& problems);

}  // namespace meshlint::cel

#endif  // MESHLINT_CEL_CRD_RULES_H_
