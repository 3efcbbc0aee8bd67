// Reads the files of schemas/. Their format is in schemas/README.md.
#ifndef MESHLINT_SCHEMA_FACTS_FILE_H_
#define MESHLINT_SCHEMA_FACTS_FILE_H_

#include <optional>
#include <string>
#include <vector>

#include "schema/facts_set.h"

namespace meshlint::schema {

struct FactsInput {
  std::string path;
  std::string bytes;
};

// Nothing if there is an error; `errors` then has all of them, as "path:line:column: error: text".
// One of the inputs has to be the list of products.
std::optional<FactsSet> read_facts(std::vector<FactsInput> inputs,
                                   std::vector<std::string>& errors);

}  // namespace meshlint::schema

#endif  // MESHLINT_SCHEMA_FACTS_FILE_H_
