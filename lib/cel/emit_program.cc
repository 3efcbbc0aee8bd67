#include "cel/emit_program.h"

#include <fmt/format.h>

#include <cstdint>
#include <limits>

#include "text/source_literal.h"

namespace meshlint::cel {

namespace {

// A constant of a program as source text. The arrays of lists and maps are appended to `arrays`.
std::string value_text(const Value& value, std::string_view name, int& count, std::string& arrays) {
  const auto text = [&] { return fmt::format("{}sv", text::source_literal(value.text())); };
  switch (value.kind()) {
    case ValueKind::kNull:
      return "cel::Value::null()";
    case ValueKind::kBool:
      return fmt::format("cel::Value::boolean({})", value.as_bool());
    case ValueKind::kInt:
      // The smallest integer has no literal.
      if (value.as_int() == std::numeric_limits<std::int64_t>::min()) {
        return "cel::Value::integer(std::numeric_limits<std::int64_t>::min())";
      }
      return fmt::format("cel::Value::integer({}LL)", value.as_int());
    case ValueKind::kUint:
      return fmt::format("cel::Value::unsigned_integer({}ULL)", value.as_uint());
    case ValueKind::kDouble:
      return fmt::format("cel::Value::real({:a})", value.as_double());
    case ValueKind::kString:
      return fmt::format("cel::Value::string({})", text());
    case ValueKind::kBytes:
      return fmt::format("cel::Value::bytes({})", text());
    case ValueKind::kType:
      return fmt::format("cel::Value::type({})", text());
    case ValueKind::kTimestamp:
      return fmt::format("cel::Value::timestamp({}LL, {})", value.seconds(), value.nanoseconds());
    case ValueKind::kDuration:
      return fmt::format("cel::Value::duration({}LL)", value.as_int());
    default:
      break;
  }
  std::string items;
  for (const Value& item : value.values()) {
    items += value_text(item, name, count, arrays) + ", ";
  }
  const std::string_view function = value.is(ValueKind::kList) ? "list" : "map";
  if (items.empty()) return fmt::format("cel::Value::{}({{}})", function);
  const std::string array = fmt::format("{}Items{}", name, count++);
  arrays += fmt::format("constexpr cel::Value {}[] = {{{}}};\n", array, items);
  return fmt::format("cel::Value::{}({})", function, array);
}

}  // namespace

std::string source_of(const Program& program, const std::string& name, std::string& out) {
  if (program.steps.empty()) return "{}";
  std::string steps;
  for (const Step& step : program.steps) {
    steps += fmt::format("{{cel::Op{{{}}}, {}, {}, {}, {}, {}, {}}}, ", static_cast<int>(step.op),
                         step.flag, step.has_two_variables, step.function, step.value,
                         step.first_operand, step.operand_count);
  }
  out += fmt::format("constexpr cel::Step {}Steps[] = {{{}}};\n", name, steps);
  const auto array = [&](std::string_view type, std::string_view part, const std::string& items) {
    if (items.empty()) return std::string("{}");
    const std::string array_name = fmt::format("{}{}", name, part);
    out += fmt::format("constexpr {} {}[] = {{{}}};\n", type, array_name, items);
    return array_name;
  };
  std::string constants;
  int count = 0;
  for (const Value& constant : program.constants) {
    constants += value_text(constant, name, count, out) + ", ";
  }
  const std::string operands = fmt::format("{}", fmt::join(program.operands, ", "));
  const std::string operand_array = array("std::uint32_t", "Operands", operands);
  const std::string constant_array = array("cel::Value", "Constants", constants);
  return fmt::format("{{{}Steps, {}, {}, {}, {}}}", name, operand_array, constant_array,
                     program.root, program.slot_count);
}

}  // namespace meshlint::cel
