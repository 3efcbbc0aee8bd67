#include "cel/memory.h"

namespace meshlint::cel {

Value Memory::list(std::span<const Value> items) {
  Value* const room = allocate(items.size());
  if (!room) return exhausted();
  std::ranges::copy(items, room);
  return Value::list({room, items.size()});
}

Value Memory::optional(const Value& value) {
  Value* const room = allocate(1);
  if (!room) return exhausted();
  *room = value;
  return Value::optional(room);
}

}  // namespace meshlint::cel
