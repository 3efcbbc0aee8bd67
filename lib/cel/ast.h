// The syntax tree of one expression, with macros expanded.
//
// Nodes are in one array and refer to each other by index, so a tree is freed without recursion.
// Chains of && and || are one node with many children, so they add no depth.
#ifndef MESHLINT_CEL_AST_H_
#define MESHLINT_CEL_AST_H_

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace meshlint::cel {

using ExprId = std::uint32_t;

// Bytes [begin, end) of the source.
struct Range {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  friend bool operator==(const Range&, const Range&) = default;
};

enum class ExprKind : std::uint8_t {
  kLiteral,
  kIdent,           // `name`, with its leading dot
  kSelect,          // operand.name
  kHas,             // has(operand.name)
  kOptionalSelect,  // operand.?name
  kOptionalIndex,   // operand[?index]
  kCall,            // name(children), or a method whose first child is the receiver; operators too
  kAnd,             // two children or more
  kOr,
  kTernary,
  kList,
  kMap,      // keys and values alternate
  kMessage,  // name{fields}: the compiler reports it
  kComprehension,
  kBind,    // variables[0] = child 0 in child 1
  kBlock,   // child 0 .. n-2 are @index0 .. ; the last is the result
  kOptMap,  // child 0 .optMap(variables[0], child 1)
  kOptFlatMap,
};

enum class Macro : std::uint8_t {
  kAll,
  kExists,
  kExistsOne,
  kMap,
  kFilter,
  kTransformMap,
  kTransformMapEntry,
  kSortBy,
};

struct BytesLiteral {
  std::string_view bytes;
};
using Literal = std::variant<std::monostate, bool, std::int64_t, std::uint64_t, double,
                             std::string_view, BytesLiteral>;

struct Expr {
  ExprKind kind = ExprKind::kLiteral;
  bool is_method = false;
  Macro macro = Macro::kAll;
  Range range;
  // The smallest place to report: a member's name, an operator.
  Range at;
  std::uint32_t first_child = 0;
  std::uint32_t child_count = 0;
  std::uint32_t height = 1;
  std::string_view name;
  Literal literal;
  // Of a comprehension: range, then filter if there is one, then body.
  std::string_view variables[2];
  bool has_filter = false;
};

// Views its source.
class Ast {
 public:
  const Expr& operator[](ExprId id) const { return exprs_[id]; }
  std::span<const ExprId> children(const Expr& expr) const {
    return std::span(children_).subspan(expr.first_child, expr.child_count);
  }
  std::span<const ExprId> children(ExprId id) const { return children(exprs_[id]); }
  // True for `?x` in a list, and for the key of `?key: value`.
  bool is_optional_entry(ExprId id) const { return optional_entries_[id]; }
  void mark_optional_entry(ExprId id) { optional_entries_[id] = true; }
  std::size_t size() const { return exprs_.size(); }

  ExprId add(Expr expr, std::span<const ExprId> children);
  // For text that isn't in the source: decoded escapes, joined names.
  std::string_view keep(std::string text) { return kept_.emplace_back(std::move(text)); }

  ExprId root = 0;

 private:
  std::vector<Expr> exprs_;
  std::vector<bool> optional_entries_;
  std::vector<ExprId> children_;
  std::deque<std::string> kept_;
};

}  // namespace meshlint::cel

#endif  // MESHLINT_CEL_AST_H_
