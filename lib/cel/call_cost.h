// What calls of functions cost at most, by the sizes of their arguments.
// Source: cel-go 0.26, checker/cost.go; what Kubernetes 1.34 adds: k8s.io/apiserver,
//         pkg/cel/library/cost.go.
#ifndef MESHLINT_CEL_CALL_COST_H_
#define MESHLINT_CEL_CALL_COST_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "cel/sizes.h"
#include "cel/type.h"

namespace meshlint::cel {

inline constexpr double kPerCharacter = 0.1;
inline constexpr std::uint64_t kNewList = 10;
inline constexpr std::uint64_t kNewMap = 30;

// An argument of a call; the receiver of a method is the first.
struct Argument {
  const Type* type = nullptr;
  Size size;
  // Of a list of strings: their length.
  std::optional<Size> text;
  // Of a literal.
  std::optional<std::int64_t> number;

  bool may_be(TypeKind kind) const { return type->kind == kind || type->kind == TypeKind::kDyn; }
  bool may_be_text() const { return may_be(TypeKind::kString) || may_be(TypeKind::kBytes); }
};

// What a call costs without its arguments, and the size of its result, if known.
struct CallCost {
  std::uint64_t cost = 1;
  std::optional<Size> size;
};
struct Call {
  std::span<const Argument> arguments;
  bool is_method = false;

  const Argument& operator[](std::size_t index) const { return arguments[index]; }
  std::size_t size() const { return arguments.size(); }
};

// Computes the cost of calls of one function.
using CallCostFunction = CallCost (*)(const Call& call);
// Null for functions whose calls cost 1.
CallCostFunction call_cost_of(std::string_view function);

// The cost of sorting a list. `is_text`: whether the keys are strings.
CallCost sort_cost(Size list, bool is_text);

}  // namespace meshlint::cel

#endif  // MESHLINT_CEL_CALL_COST_H_
