// Keeps the names that types had in the facts files of an earlier import.
#ifndef MESHLINT_SCHEMA_FACTS_EARLIER_NAMES_H_
#define MESHLINT_SCHEMA_FACTS_EARLIER_NAMES_H_

#include "schema/draft.h"

namespace meshlint::schema {

// A copy of the draft in which the types at the paths of the named types of `before` have their
// names, so that people find what they know and the paths of `adds:` still exist.
draft::Draft with_earlier_names(const draft::Draft& draft, const draft::Draft& before);

}  // namespace meshlint::schema

#endif  // MESHLINT_SCHEMA_FACTS_EARLIER_NAMES_H_
