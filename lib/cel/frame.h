// Where one expression is evaluated: its variables, its memory and its cost budget.
//
//   cel::Frame frame(regexes);
//   frame.start(program);
//   frame.bind(0, frame.value_of(node));
//   cel::Value result = cel::evaluate(program, frame);
//
// Reuse frames: one that has warmed up allocates nothing.
#ifndef MESHLINT_CEL_FRAME_H_
#define MESHLINT_CEL_FRAME_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "cel/memory.h"
#include "cel/regexes.h"
#include "cel/value.h"
#include "yaml/node.h"

namespace meshlint::cel {

struct ProgramView;

// Not copyable. For one thread at a time.
class Frame : public Memory {
 public:
  // Both are kept: `regexes`, and `types` if the nodes have any.
  explicit Frame(Regexes& regexes, const NodeTypes* types = nullptr)
      : regexes_(regexes), types_(types) {}

  // Frees all values and makes room for the program's variables, which are unknown until bound.
  void start(const ProgramView& program, std::int64_t budget = kDefaultBudget);
  // Sets the variable with that number, its index in Environment::variables.
  void bind(std::uint32_t variable, const Value& value) { slots_[variable] = value; }

  // A node as a value; a missing one is an error.
  Value value_of(yaml::Node node, NodeType type = 0);

  // The rest is for the evaluator and the functions.

  Value& slot(std::uint32_t index) { return slots_[index]; }
  // Item `index` of a list; `index` is below its size.
  Value item(const Value& list, std::size_t index) {
    if (!list.is_node()) return list.values()[index];
    return node_item(list, index);
  }
  // Key and value of entry `index` of a map.
  Value key(const Value& map, std::size_t index);
  Value entry(const Value& map, std::size_t index);
  // True if the map has the key; its value is then in `found`. Equal numbers are one key whatever
  // their type.
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
  std::vector<Value> slots_;
};

}  // namespace meshlint::cel

#endif  // MESHLINT_CEL_FRAME_H_
