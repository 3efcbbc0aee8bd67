// The facts of all files of schemas/ together.
#ifndef MESHLINT_SCHEMA_FACTS_SET_H_
#define MESHLINT_SCHEMA_FACTS_SET_H_

#include <string>
#include <vector>

#include "schema/draft.h"
#include "schema/version.h"

namespace meshlint::schema {

// As schema::Product, owned.
struct ProductFacts {
  std::string name;
  std::string title;
  std::string here;
  Version oldest;
  Version newest;
};

struct FactsSet {
  std::vector<ProductFacts> products;
  draft::Draft draft;
};

}  // namespace meshlint::schema

#endif  // MESHLINT_SCHEMA_FACTS_SET_H_
