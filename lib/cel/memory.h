// The memory and the cost budget of one evaluation.
//
//   cel::Value text = memory.string("shop");   // lives until the memory is reset
//   if (!memory.charge(items.size())) return cel::Memory::exhausted();
//
// A Frame is a Memory that also knows the variables; what only makes values takes a Memory.
#ifndef MESHLINT_CEL_MEMORY_H_
#define MESHLINT_CEL_MEMORY_H_

#include <fmt/core.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>

#include "cel/value.h"
#include "yaml/arena.h"

namespace meshlint::cel {

// Not copyable. For one thread at a time.
class Memory {
 public:
  // What one evaluation may cost: a unit for each step and each element visited.
  static constexpr std::int64_t kDefaultBudget = 1'000'000;

  Memory() = default;
  Memory(const Memory&) = delete;
  Memory& operator=(const Memory&) = delete;

  // Frees all values and sets a new budget.
  void reset(std::int64_t budget = kDefaultBudget) {
    arena_.rewind();
    budget_ = budget;
  }

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
  // What is left of the budget; negative once it's used up.
  std::int64_t budget() const { return budget_; }
  static Value exhausted() { return Value::error("operation cancelled: cost limit exceeded"); }

  // Room for values, or null if that exceeds the budget.
  Value* allocate(std::size_t count) {
    return charge(count) ? arena_.allocate<Value>(std::max<std::size_t>(count, 1)) : nullptr;
  }
  // An object of a library.
  template <typename T>
  Value opaque(OpaqueKind kind, const T& object) {
    T* const room = arena_.allocate<T>(1);
    return Value::opaque(kind, new (room) T(object));
  }
  // Copies of the text, or exhausted().
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

 private:
  yaml::Arena arena_;
  std::int64_t budget_ = kDefaultBudget;
};

}  // namespace meshlint::cel

#endif  // MESHLINT_CEL_MEMORY_H_
