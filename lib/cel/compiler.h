// The type checker and code generator: turns a syntax tree into a program.
//
//   cel::Compiler(environment, ast, compiled).run();
//
// Its parts are in compiler.cc (the kinds of expressions), compiler_calls.cc (calls of functions)
// and compiler_macros.cc (comprehensions and other macros).
#ifndef MESHLINT_CEL_COMPILER_H_
#define MESHLINT_CEL_COMPILER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cel/ast.h"
#include "cel/compiled.h"
#include "cel/environment.h"
#include "cel/program_builder.h"
#include "cel/scope.h"
#include "cel/type.h"

namespace meshlint::cel {

// An expression whose type is known and whose steps are emitted.
struct Checked {
  TypeId type = TypeTable::simple(TypeKind::kDyn);
  std::uint32_t step = 0;
};

// For one expression. All arguments are kept.
class Compiler {
 public:
  Compiler(Environment& environment, const Ast& ast, Compiled& out);

  void run();

 private:
  static constexpr TypeId kDyn = TypeTable::simple(TypeKind::kDyn);
  static constexpr TypeId kBool = TypeTable::simple(TypeKind::kBool);

  // Adds an issue; the returned step evaluates to an error with the same message.
  Checked report(Range at, std::string message);

  // compiler.cc
  Checked check(ExprId id);
  Checked check_kind(ExprId id);
  Checked literal(const Expr& expr);
  Checked ident(const Expr& expr);
  Checked variable(std::uint32_t slot, TypeId type);
  // The variable or type with that name in the environment.
  std::optional<Checked> global(std::string_view name);
  Checked select(ExprId id);
  // The type of a field. Sets `key` to the field's key in manifests.
  TypeId field_type(const Expr& expr, TypeId target, std::string& key);
  TypeId object_field(const Expr& expr, const Type& type, std::string& key);
  Checked logic(const Expr& expr);
  Checked ternary(const Expr& expr);
  Checked list(const Expr& expr);
  Checked map(const Expr& expr);
  void demand_bool(const Expr& expr, TypeId type);
  // The type of a literal's items so far together with one more: dyn if they differ.
  TypeId join(const Expr& at, std::optional<TypeId> before, TypeId type);
  bool is_optional(TypeId type) const;
  // The type that an optional holds.
  TypeId unwrapped(const Expr& at, TypeId type);

  // compiler_calls.cc
  Checked call(const Expr& expr);
  Checked index(const Expr& expr, Op op, std::string_view overloads);
  Checked invoke(const Expr& expr, const std::string& name, std::span<const ExprId> arguments,
                 bool is_method);
  // The first of the name's candidates that is a function rather than a method.
  std::optional<std::string> known_function(std::string_view name) const;
  Checked unknown_function(const Expr& expr, std::string_view name, bool is_method);
  Checked no_match(const Expr& expr, std::string_view name, std::span<const TypeId> arguments,
                   bool is_method);

  // compiler_macros.cc
  Checked comprehension(const Expr& expr);
  // The types of keys, or indexes, and elements of a comprehension's range.
  std::pair<TypeId, TypeId> element_types(const Expr& range, TypeId type);
  TypeId comprehension_type(const Expr& expr, TypeId range, TypeId single, TypeId key, TypeId body);
  Checked bind(const Expr& expr);
  // A body with one more variable, whose value `operand` computes.
  Checked with_local(Op op, std::string_view name, TypeId type, std::uint32_t operand, ExprId body);
  // A chain of binds of @index:0, @index:1 and so on.
  Checked block(const Expr& expr);
  Checked optional_map(const Expr& expr);

  Environment& environment_;
  TypeTable& types_;
  const Ast& ast_;
  Compiled& out_;
  ProgramBuilder program_;
  Scope scope_;
  Substitution substitution_;
  bool is_homogeneous_;
};

}  // namespace meshlint::cel

#endif  // MESHLINT_CEL_COMPILER_H_
