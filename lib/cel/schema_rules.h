// The CEL rules of schemas: those of schemas/, and x-kubernetes-validations of the user's own CRDs.
//
//   cel::SchemaRules rules(cel::kubernetes_libraries({1, 30, 0}), cel::kShippedRules);
//   rules.check(kind.root(), resource, targets, problems);
//
// Source: https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/
//         custom-resource-definitions/#validation-rules
#ifndef MESHLINT_CEL_SCHEMA_RULES_H_
#define MESHLINT_CEL_SCHEMA_RULES_H_

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cel/compile.h"
#include "cel/library.h"
#include "cel/program.h"
#include "cel/regexes.h"
#include "schema/facts.h"
#include "text/problem.h"
#include "text/span.h"
#include "yaml/node.h"

namespace meshlint::cel {

class SchemaTypes;

// A rule of the shipped facts that the build has compiled.
struct CompiledRule {
  std::uint32_t place = 0;  // schema::Rule::place
  std::uint32_t type = 0;   // of `self`: schema::Type::index
  ProgramView program;
};
// All of them, by place and type.
extern const std::span<const CompiledRule> kShippedRules;

// A compiled rule and its messageExpression, which is empty if there is none.
struct RuleCode {
  Compiled rule;
  Compiled message;
  bool is_about_changes = false;  // uses `oldSelf`
};
// A rule that isn't a bool, or a message that isn't a string, is an issue. The environment has
// libraries; this adds objects and variables.
RuleCode compile_rule(schema::Type self, const schema::Rule& rule, const SchemaTypes& types,
                      Environment& environment);

// A rule that doesn't compile, and the objects that it can't check.
struct NotChecked {
  const schema::Tables* tables = nullptr;  // of its CRD
  text::Problem problem;                   // at the first of the objects
  text::Span first;                        // that object
  std::size_t objects = 0;
};

// Not copyable. Safe from any number of threads. Compiles each rule at its first use, and keeps it.
class SchemaRules {
 public:
  // `shipped`: the rules that the build has compiled; without it they are compiled like others.
  explicit SchemaRules(Libraries libraries, std::span<const CompiledRule> shipped = {});
  ~SchemaRules();
  SchemaRules(const SchemaRules&) = delete;
  SchemaRules& operator=(const SchemaRules&) = delete;

  // Appends the violations of all rules of the type, as an API server of these versions finds them
  // when it creates the resource: with defaults, without unknown fields, and rules about changes
  // pass. Does nothing if `problems` already has one that makes the server skip all rules: a wrong
  // type, a missing field, an unknown value, a wrong length. The type's tables have to outlive
  // this.
  void check(schema::Type root, yaml::Node resource, const schema::Targets& targets,
             std::vector<text::Problem>& problems);

  // The rules that don't compile, among all that were used so far.
  std::vector<NotChecked> not_checked() const;

 private:
  class Visit;
  // The text of a rule in the tables, and the index of its type.
  using RuleKey = std::pair<const char*, std::uint32_t>;
  struct Unchecked {
    const schema::Tables* tables = nullptr;
    std::string_view expression;  // in the tables
    std::string reason;
    // The places of the values, by those of their objects.
    std::map<text::Span, text::Span> objects;
  };

  const SchemaTypes& types_of(const schema::Tables& tables);
  const RuleCode& compiled(schema::Type type, const schema::Rule& rule, const SchemaTypes& types);

  // Null if the build hasn't compiled it.
  const ProgramView* shipped(schema::Type type, const schema::Rule& rule) const;

  Libraries libraries_;
  std::span<const CompiledRule> shipped_;
  Regexes regexes_;
  mutable std::mutex mutex_;
  std::map<const schema::Tables*, std::unique_ptr<const SchemaTypes>> types_;
  std::map<RuleKey, std::unique_ptr<const RuleCode>> compiled_;
  std::map<RuleKey, Unchecked> unchecked_;
};

}  // namespace meshlint::cel

#endif  // MESHLINT_CEL_SCHEMA_RULES_H_
