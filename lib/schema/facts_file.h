// Reads the files of schemas/ (schemas/README.md has their format), or says with
// path:line:column what is wrong in them.
#ifndef MESHLINT_SCHEMA_FACTS_FILE_H_
#define MESHLINT_SCHEMA_FACTS_FILE_H_

#include <optional>
#include <string>
#include <vector>

#include "schema/draft.h"
#include "schema/version.h"

namespace meshlint::schema {

struct FactsInput {
  std::string path;
  std::string bytes;
};

// As schema::Product, owned.
struct ProductFacts {
  std::string name;
  std::string title;
  std::string here;
  Version oldest;
  Version newest;
};

// What all files say together.
struct FactsSet {
  std::vector<ProductFacts> products;
  draft::Draft draft;
};

// Nothing if there is any error; then `errors` has them all, as "path:line:column: error: text".
// One of the inputs has to be the list of products.
std::optional<FactsSet> read_facts(std::vector<FactsInput> inputs,
                                   std::vector<std::string>& errors);

}  // namespace meshlint::schema

#endif  // MESHLINT_SCHEMA_FACTS_FILE_H_
