// A value of an expression: 16 bytes, copied freely, owns nothing.
//
// Texts, lists and maps view the node tree, the program or the memory of the frame that computed
// them, so a value lives as long as these.
#ifndef MESHLINT_CEL_VALUE_H_
#define MESHLINT_CEL_VALUE_H_

#include <cstdint>
#include <span>
#include <string_view>

#include "yaml/node.h"

namespace meshlint::cel {

enum class ValueKind : std::uint8_t {
  kError,
  kUnknown,
  kNull,
  kBool,
  kInt,
  kUint,
  kDouble,
  kString,
  kBytes,
  kTimestamp,
  kDuration,
  kList,
  kMap,
  kOptional,
  kType,
  kOpaque,
};

// Values for the functions of one library only. Two bytes, so that a Value has no padding, with
// which it would be copied by overlapping words that wait for each other.
enum class OpaqueKind : std::uint16_t {
  kNone,
  kUrl,
  kQuantity,
  kIp,
  kCidr,
  kSemver,
  kFormat,
};

// The type of a node by its schema, a number of the frame's NodeTypes; 0: read as written.
using NodeType = std::uint32_t;

class Value {
 public:
  // An error without a message.
  constexpr Value() : Value(ValueKind::kError) {}

  static constexpr Value null() { return Value(ValueKind::kNull); }
  static constexpr Value boolean(bool value) {
    Value result(ValueKind::kBool);
    result.integer_ = value ? 1 : 0;
    return result;
  }
  static constexpr Value integer(std::int64_t value) {
    Value result(ValueKind::kInt);
    result.integer_ = value;
    return result;
  }
  static constexpr Value unsigned_integer(std::uint64_t value) {
    Value result(ValueKind::kUint);
    result.unsigned_ = value;
    return result;
  }
  static constexpr Value real(double value) {
    Value result(ValueKind::kDouble);
    result.real_ = value;
    return result;
  }
  static constexpr Value string(std::string_view text) { return of(ValueKind::kString, text); }
  static constexpr Value bytes(std::string_view text) { return of(ValueKind::kBytes, text); }
  // Seconds since 1970 and the nanoseconds above them.
  static constexpr Value timestamp(std::int64_t seconds, std::uint32_t nanoseconds) {
    Value result(ValueKind::kTimestamp);
    result.integer_ = seconds;
    result.size_ = nanoseconds;
    return result;
  }
  static constexpr Value duration(std::int64_t nanoseconds) {
    Value result(ValueKind::kDuration);
    result.integer_ = nanoseconds;
    return result;
  }
  static constexpr Value list(std::span<const Value> items) {
    return of(ValueKind::kList, items.data(), items.size());
  }
  // Keys and values alternate; keys are unique.
  static constexpr Value map(std::span<const Value> keys_and_values) {
    return of(ValueKind::kMap, keys_and_values.data(), keys_and_values.size() / 2);
  }
  // A list or map of the node tree.
  static Value node(yaml::Node node, NodeType type) {
    Value result(node.is_list() ? ValueKind::kList : ValueKind::kMap);
    result.is_node_ = true;
    result.record_ = node.record();
    result.size_ = type;
    return result;
  }
  // With a null pointer optional.none().
  static constexpr Value optional(const Value* value) {
    Value result(ValueKind::kOptional);
    result.values_ = value;
    return result;
  }
  static constexpr Value type(std::string_view name) { return of(ValueKind::kType, name); }
  static Value opaque(OpaqueKind kind, const void* object) {
    Value result(ValueKind::kOpaque);
    result.opaque_kind_ = kind;
    result.opaque_ = object;
    return result;
  }
  static constexpr Value error(std::string_view message) { return of(ValueKind::kError, message); }
  static constexpr Value unknown() { return Value(ValueKind::kUnknown); }

  constexpr ValueKind kind() const { return kind_; }
  constexpr bool is(ValueKind kind) const { return kind_ == kind; }
  constexpr bool is_error() const { return kind_ == ValueKind::kError; }
  // True for an error or unknown, which a strict function returns unchanged.
  constexpr bool is_failure() const { return kind_ <= ValueKind::kUnknown; }
  constexpr bool is_true() const { return kind_ == ValueKind::kBool && integer_ != 0; }
  constexpr bool is_false() const { return kind_ == ValueKind::kBool && integer_ == 0; }
  bool is_opaque(OpaqueKind kind) const {
    return kind_ == ValueKind::kOpaque && opaque_kind_ == kind;
  }
  constexpr bool is_number() const {
    return kind_ >= ValueKind::kInt && kind_ <= ValueKind::kDouble;
  }

  // Each of these is for values of the kinds in its name.
  constexpr bool as_bool() const { return integer_ != 0; }
  constexpr std::int64_t as_int() const { return integer_; }
  constexpr std::uint64_t as_uint() const { return unsigned_; }
  constexpr double as_double() const { return real_; }
  // Of a string, bytes, a type's name or an error's message.
  constexpr std::string_view text() const { return {text_, size_}; }
  constexpr std::int64_t seconds() const { return integer_; }
  constexpr std::uint32_t nanoseconds() const { return size_; }
  // Null for optional.none().
  constexpr const Value* held() const { return values_; }
  OpaqueKind opaque_kind() const { return opaque_kind_; }
  template <typename T>
  const T& as() const {
    return *static_cast<const T*>(opaque_);
  }

  // Of a list or map: whether it's a node, or built of values.
  constexpr bool is_node() const { return is_node_; }
  yaml::Node node() const { return yaml::Node(record_); }
  NodeType node_type() const { return size_; }
  // Items of a built list; keys and values of a built map.
  constexpr std::span<const Value> values() const {
    return {values_, kind_ == ValueKind::kMap ? std::size_t{size_} * 2 : size_};
  }
  std::size_t size() const { return is_node_ ? node().size() : size_; }

 private:
  constexpr explicit Value(ValueKind kind) : integer_(0), kind_(kind) {}
  static constexpr Value of(ValueKind kind, std::string_view text) {
    Value result(kind);
    result.text_ = text.data();
    result.size_ = static_cast<std::uint32_t>(text.size());
    return result;
  }
  static constexpr Value of(ValueKind kind, const Value* values, std::size_t size) {
    Value result(kind);
    result.values_ = values;
    result.size_ = static_cast<std::uint32_t>(size);
    return result;
  }

  union {
    std::int64_t integer_;
    std::uint64_t unsigned_;
    double real_;
    const char* text_;
    const Value* values_;
    const yaml::Record* record_;
    const void* opaque_;
  };
  std::uint32_t size_ = 0;
  ValueKind kind_;
  bool is_node_ = false;
  OpaqueKind opaque_kind_ = OpaqueKind::kNone;
};
static_assert(sizeof(Value) == 16 && sizeof(OpaqueKind) == 2);

// The name that type(value) prints: "int", "google.protobuf.Timestamp", "net.IP".
std::string_view type_name(const Value& value);
std::string_view type_name(OpaqueKind kind);

// The types of nodes, if their schema adds to what is written. Const, and safe from any number of
// threads.
class NodeTypes {
 public:
  // How to read a scalar.
  enum class Reading : std::uint8_t { kAsWritten, kDouble, kBytes, kTimestamp, kDuration };
  // Decides when lists are equal, and what `+` does.
  enum class ListKind : std::uint8_t { kAtomic, kSet, kMap };

  virtual ~NodeTypes() = default;

  virtual NodeType field(NodeType map, std::string_view key) const = 0;
  virtual NodeType item(NodeType list) const = 0;
  virtual Reading reading(NodeType scalar) const = 0;
  virtual ListKind list_kind(NodeType list) const = 0;
  // The keys that identify the items of a kMap list.
  virtual std::span<const std::string_view> list_keys(NodeType list) const = 0;
};

}  // namespace meshlint::cel

#endif  // MESHLINT_CEL_VALUE_H_
