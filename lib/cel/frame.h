// Where one expression is evaluated: its variables, its memory, what it may still cost.
//
//   cel::Frame frame(regexes);
//   frame.start(program);
//   frame.bind(0, frame.value_of(node));
//   cel::Value result = cel::evaluate(program, frame);
//
// Meant to be used again and again: a frame that has warmed up allocates nothing.
#ifndef MESHLINT_CEL_FRAME_H_
#define MESHLINT_CEL_FRAME_H_

#include <fmt/core.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "cel/regexes.h"
#include "cel/value.h"
#include "yaml/arena.h"
#include "yaml/node.h"

namespace meshlint::cel {

struct ProgramView;

// Not copyable. For one thread at a time.
class Frame {
 public:
  // What one evaluation may cost: a unit for each step and each element that is looked at.
  static constexpr std::int64_t kDefaultBudget = 1'000'000;

  // Both are kept: `regexes`, and `types` if the nodes have any.
  explicit Frame(Regexes& regexes, const NodeTypes* types = nullptr)
      : regexes_(regexes), types_(types) {}
  Frame(const Frame&) = delete;
  Frame& operator=(const Frame&) = delete;

  // Forgets what was computed so far, and makes room for the variables of the program; all are
  // unknown until they are bound.
  void start(const ProgramView& program, std::int64_t budget = kDefaultBudget);
  // Gives the variable with that number, the place in Environment::variables, its value.
  void bind(std::uint32_t variable, const Value& value) { slots_[variable] = value; }

  // A node as a value; a missing one is an error.
  Value value_of(yaml::Node node, NodeType type = 0);

  // What follows is for the evaluator and the functions.

  Value& slot(std::uint32_t index) { return slots_[index]; }
  // False once the budget is used up.
  bool charge(std::size_t cost) {
    if (budget_ < 0 || cost > static_cast<std::uint64_t>(budget_)) {
      budget_ = -1;
      return false;
    }
    budget_ -= static_cast<std::int64_t>(cost);
    return true;
  }
  bool is_exhausted() const { return budget_ < 0; }
  // What is left of it.
  std::int64_t budget() const { return budget_; }
  static Value exhausted() { return Value::error("operation cancelled: cost limit exceeded"); }

  // Room for values, or null if that goes beyond the budget.
  Value* allocate(std::size_t count) {
    return charge(count) ? arena_.allocate<Value>(std::max<std::size_t>(count, 1)) : nullptr;
  }
  // An object of a library.
  template <typename T>
  Value opaque(OpaqueKind kind, const T& object) {
    T* const place = arena_.allocate<T>(1);
    return Value::opaque(kind, new (place) T(object));
  }
  // The text in the frame's memory, or exhausted().
  Value string(std::string_view text) {
    return charge(text.size() / 10) ? Value::string(arena_.copy(text)) : exhausted();
  }
  Value bytes(std::string_view text) {
    return charge(text.size() / 10) ? Value::bytes(arena_.copy(text)) : exhausted();
  }
  Value list(std::span<const Value> items);
  Value optional(const Value& value);
  template <typename... Args>
  Value error(fmt::format_string<Args...> format, Args&&... args) {
    return Value::error(arena_.copy(fmt::format(format, std::forward<Args>(args)...)));
  }

  // Item `index` of a list; `index` is below its size.
  Value item(const Value& list, std::size_t index) {
    if (!list.is_node()) return list.values()[index];
    return node_item(list, index);
  }
  // Key and value of entry `index` of a map.
  Value key(const Value& map, std::size_t index);
  Value entry(const Value& map, std::size_t index);
  // True, and the value with that key in `found`, if the map has it. Numbers are one key whatever
  // their type. A map of the node tree has no key whose value is null if its schema knows it.
  bool find(const Value& map, const Value& key, Value& found);
  bool find(const Value& map, std::string_view key, Value& found);

  NodeTypes::ListKind list_kind(const Value& list) const;
  std::span<const std::string_view> list_keys(const Value& list) const {
    return types_->list_keys(list.node_type());
  }
  Regexes& regexes() { return regexes_; }

 private:
  Value node_item(const Value& list, std::size_t index);

  Regexes& regexes_;
  const NodeTypes* types_;
  yaml::Arena arena_;
  std::vector<Value> slots_;
  std::int64_t budget_ = kDefaultBudget;
};

}  // namespace meshlint::cel

#endif  // MESHLINT_CEL_FRAME_H_
