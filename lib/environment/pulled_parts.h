// The parts that Applications of other parts bring, which are therefore no roots.
#ifndef MESHLINT_ENVIRONMENT_PULLED_PARTS_H_
#define MESHLINT_ENVIRONMENT_PULLED_PARTS_H_

#include <set>

#include "environment/application_sets.h"
#include "environment/own_repository.h"
#include "environment/part.h"
#include "environment/parts.h"

namespace meshlint::environment {

// Builds the parts on the way, and expands the ApplicationSets.
std::set<PartKey> pulled_parts(Parts& parts, ApplicationSets& sets, const OwnRepository& own);

}  // namespace meshlint::environment

#endif  // MESHLINT_ENVIRONMENT_PULLED_PARTS_H_
