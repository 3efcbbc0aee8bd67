// The tables that the build makes of schemas/ (see compile_facts.cc). Only facts.cc needs them.
#ifndef MESHLINT_SCHEMA_SHIPPED_FACTS_H_
#define MESHLINT_SCHEMA_SHIPPED_FACTS_H_

#include "schema/tables.h"

namespace meshlint::schema::tables {

extern const Tables kShipped;

}  // namespace meshlint::schema::tables

#endif  // MESHLINT_SCHEMA_SHIPPED_FACTS_H_
