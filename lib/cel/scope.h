// The names that an expression can use, and the slots of its local variables.
#ifndef MESHLINT_CEL_SCOPE_H_
#define MESHLINT_CEL_SCOPE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cel/ast.h"
#include "cel/type.h"

namespace meshlint::cel {

// A name that is a type, and the type as read_type() reads it.
struct NamedType {
  std::string_view name;
  std::string_view type;
};
// Null if no type has that name.
const NamedType* find_named_type(std::string_view name);

// "x.y.name", "x.name" and "name" for the container x.y; only "name" for ".name".
std::vector<std::string> name_candidates(std::string_view container, std::string_view name);

// The local variables at one point of an expression.
class Scope {
 public:
  // A comprehension's variable, or a value of a block.
  struct Local {
    std::string_view name;
    std::uint32_t slot;
    TypeId type;
  };
  // What leave() goes back to.
  struct Mark {
    std::size_t locals;
    std::uint32_t next_slot;
  };

  // The slots of the environment's variables come first.
  explicit Scope(std::uint32_t first_slot) : next_slot_(first_slot), slot_count_(first_slot) {}

  // The innermost variable of that name, or null.
  const Local* find(std::string_view name) const;
  std::span<const Local> locals() const { return locals_; }
  // "a.b.c" for a chain of selects that doesn't start with a local variable.
  std::optional<std::string> qualified_name(const Ast& ast, ExprId id) const;

  std::uint32_t take_slot();
  // How many slots the whole expression needs.
  std::uint32_t slot_count() const { return slot_count_; }

  // The name is kept.
  void add(std::string_view name, std::uint32_t slot, TypeId type) {
    locals_.push_back({name, slot, type});
  }
  Mark mark() const { return {locals_.size(), next_slot_}; }
  // Forgets all variables and slots since the mark.
  void leave(Mark mark) {
    locals_.resize(mark.locals);
    next_slot_ = mark.next_slot;
  }

 private:
  std::vector<Local> locals_;
  std::uint32_t next_slot_;
  std::uint32_t slot_count_;
};

}  // namespace meshlint::cel

#endif  // MESHLINT_CEL_SCOPE_H_
