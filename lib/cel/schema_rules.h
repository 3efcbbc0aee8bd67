// The CEL rules of the user's own CRDs, x-kubernetes-validations.
//
//   cel::SchemaRules rules(cel::kubernetes_libraries({1, 30, 0}));
//   rules.check(kind.root(), resource, problems);
//
// Source: https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/
//         custom-resource-definitions/#validation-rules
#ifndef MESHLINT_CEL_SCHEMA_RULES_H_
#define MESHLINT_CEL_SCHEMA_RULES_H_

#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "cel/library.h"
#include "cel/regexes.h"
#include "schema/facts.h"
#include "text/problem.h"
#include "yaml/node.h"

namespace meshlint::cel {

class SchemaTypes;

// Not copyable. Safe from any number of threads. Rules are compiled when they are first needed,
// and kept.
class SchemaRules {
 public:
  explicit SchemaRules(Libraries libraries);
  ~SchemaRules();
  SchemaRules(const SchemaRules&) = delete;
  SchemaRules& operator=(const SchemaRules&) = delete;

  // Appends what the rules of the type and of all in it say of a resource, as an API server judges
  // one that is created: defaults are in place, unknown fields are not seen, rules about changes
  // pass. If `problems` already has some of the schema's own that make the server skip all rules
  // (a wrong type, a missing field, an unknown value, a wrong length), nothing is done.
  // The type's tables have to outlive this.
  void check(schema::Type root, yaml::Node resource, std::vector<text::Problem>& problems);

 private:
  struct Compiled;
  class Visit;

  const SchemaTypes& types_of(const schema::Tables& tables);
  const Compiled& compiled(schema::Type type, const schema::Rule& rule, const SchemaTypes& types);

  Libraries libraries_;
  Regexes regexes_;
  std::mutex mutex_;
  std::map<const schema::Tables*, std::unique_ptr<const SchemaTypes>> types_;
  // By the rule's text in the tables and the type that it stands at.
  std::map<std::pair<const char*, std::uint32_t>, std::unique_ptr<const Compiled>> compiled_;
};

}  // namespace meshlint::cel

#endif  // MESHLINT_CEL_SCHEMA_RULES_H_
