// How the types, fields and kinds of a draft are declared in a facts file.
#ifndef MESHLINT_SCHEMA_FACTS_DECLARATIONS_H_
#define MESHLINT_SCHEMA_FACTS_DECLARATIONS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "schema/draft.h"
#include "schema/facts_names.h"
#include "schema/facts_output.h"

namespace meshlint::schema {

// Refers to the draft and the names, which must outlive it.
class FactsDeclarations {
 public:
  FactsDeclarations(const draft::Draft& draft, const ChosenNames& names)
      : draft_(draft), names_(names) {}

  // An entry of `kinds:`.
  Out kind(const draft::Kind& kind) const;
  // The body of a type, even if the type has a name.
  Out body(draft::TypeId id) const;
  // The body of an API version's root.
  Out root_body(draft::TypeId id) const;

 private:
  const draft::Type& type(draft::TypeId id) const { return draft_.types[id]; }
  std::uint32_t class_of(draft::TypeId id) const { return names_.class_of(id); }

  // The type in one word, such as `list<string>`, if that says everything.
  std::optional<std::string> expression(draft::TypeId id) const;
  Out value(draft::TypeId id) const;
  void add_facets(Out& out, const draft::Type& type, bool has_format) const;
  Out fields(const draft::Type& type, bool is_root) const;
  Out declaration(const draft::Field& field) const;

  const draft::Draft& draft_;
  const ChosenNames& names_;
};

}  // namespace meshlint::schema

#endif  // MESHLINT_SCHEMA_FACTS_DECLARATIONS_H_
