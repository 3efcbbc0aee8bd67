#include "cel/frame.h"

#include <optional>
#include <string>

#include "cel/order.h"
#include "cel/program.h"
#include "cel/text_forms.h"
#include "schema/format.h"

namespace meshlint::cel {

void Frame::start(const ProgramView& program, std::int64_t budget) {
  reset(budget);
  slots_.assign(program.slot_count, Value::unknown());
}

Value Frame::value_of(yaml::Node node, NodeType type) {
  if (node.is_map() || node.is_list()) return Value::node(node, type);
  if (!node) return Value();
  const auto reading = types_ && type != 0 ? types_->reading(type) : NodeTypes::Reading::kAsWritten;
  if (node.is_null()) return Value::null();
  if (reading == NodeTypes::Reading::kAsWritten) {
    switch (node.type()) {
      case yaml::ScalarType::kBool:
        return Value::boolean(node.as_bool().value_or(false));
      case yaml::ScalarType::kInt:
        if (const std::optional<std::int64_t> value = node.as_int()) return Value::integer(*value);
        return Value::real(node.as_double().value_or(0));
      case yaml::ScalarType::kFloat:
        return Value::real(node.as_double().value_or(0));
      default:
        return Value::string(node.text());
    }
  }
  if (reading == NodeTypes::Reading::kDouble) {
    if (const std::optional<double> value = node.as_double()) return Value::real(*value);
    return error("`{}` is not a number", node.text());
  }
  if (reading == NodeTypes::Reading::kBytes) return decode_base64(*this, node.text());
  if (reading == NodeTypes::Reading::kTimestamp) {
    constexpr std::size_t kDateBytes = 10;  // format date, which is midnight
    if (node.text().size() != kDateBytes) return parse_timestamp(*this, node.text());
    return parse_timestamp(*this, std::string(node.text()) + "T00:00:00Z");
  }
  if (!schema::has_format(node.text(), schema::Format::kDuration)) {
    const auto spoken = schema::spoken_duration(node.text());
    if (spoken) return Value::duration(*spoken);
  }
  return parse_duration(*this, node.text());
}

Value Frame::node_item(const Value& list, std::size_t index) {
  const NodeType type = types_ && list.node_type() != 0 ? types_->item(list.node_type()) : 0;
  return value_of(list.node().item(index), type);
}

Value Frame::key(const Value& map, std::size_t index) {
  if (!map.is_node()) return map.values()[index * 2];
  return Value::string(yaml::Node(&map.node().record()->entries[index].key).text());
}

Value Frame::entry(const Value& map, std::size_t index) {
  if (!map.is_node()) return map.values()[index * 2 + 1];
  const yaml::Entry& entry = map.node().record()->entries[index];
  const NodeType type = types_ && map.node_type() != 0
                            ? types_->field(map.node_type(), yaml::Node(&entry.key).text())
                            : 0;
  return value_of(yaml::Node(&entry.value), type);
}

bool Frame::find(const Value& map, std::string_view key, Value& found) {
  if (!map.is_node()) return find(map, Value::string(key), found);
  const yaml::Node node = map.node()[key];
  if (!node) return false;
  const NodeType type = types_ && map.node_type() != 0 ? types_->field(map.node_type(), key) : 0;
  found = value_of(node, type);
  return true;
}

bool Frame::find(const Value& map, const Value& key, Value& found) {
  if (map.is_node()) {
    return key.is(ValueKind::kString) && find(map, key.text(), found);
  }
  const std::span<const Value> values = map.values();
  for (std::size_t i = 0; i < values.size(); i += 2) {
    if (!charge(1)) return false;
    if (!is_same_key(values[i], key)) continue;
    found = values[i + 1];
    return true;
  }
  return false;
}

NodeTypes::ListKind Frame::list_kind(const Value& list) const {
  if (!types_ || !list.is_node() || list.node_type() == 0) return NodeTypes::ListKind::kAtomic;
  return types_->list_kind(list.node_type());
}

}  // namespace meshlint::cel
