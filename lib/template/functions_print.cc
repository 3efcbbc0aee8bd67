#include "template/functions.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "template/go_json.h"
#include "template/go_text.h"
#include "template/values.h"

namespace meshlint::templates {
namespace {

using yaml::Node;
using yaml::ScalarType;

Node fn_print(FunctionCall& call) {
  std::string out;
  for (std::size_t i = 0; i < call.size(); ++i) {
    // Go prints a space between two operands if neither is a string.
    const auto is_text = [&](std::size_t at) { return call[at].type() == ScalarType::kString; };
    if (i > 0 && !is_text(i) && !is_text(i - 1)) out += ' ';
    out += go_text(call[i]);
  }
  return call.text(out);
}

Node fn_println(FunctionCall& call) {
  std::string out;
  for (std::size_t i = 0; i < call.size(); ++i) {
    if (i > 0) out += ' ';
    out += go_text(call[i]);
  }
  return call.text(out + '\n');
}

std::string padded(std::string text, std::string_view flags, std::size_t width) {
  if (text.size() >= width) return text;
  const std::size_t count = width - text.size();
  if (flags.find('-') != flags.npos) return text + std::string(count, ' ');
  const bool has_zeros = flags.find('0') != flags.npos;
  const std::size_t sign = has_zeros && text.starts_with('-') ? 1 : 0;
  return text.insert(sign, std::string(count, has_zeros ? '0' : ' '));
}

// A value printed with one verb. Go prints a note in the text if the two don't match.
std::string formatted(char verb, Node value, int precision) {
  const ScalarType type = value.type();
  const bool is_int = type == ScalarType::kInt;
  const auto limited = [&](std::string text) {
    if (precision >= 0) text.resize(std::min(text.size(), static_cast<std::size_t>(precision)));
    return text;
  };
  switch (verb) {
    case 'v':
      return go_text(value);
    case 's':
      if (type == ScalarType::kString || !value.is_scalar()) return limited(go_text(value));
      break;
    case 'q':
      if (type == ScalarType::kString) {
        std::string out;
        append_json_string(value.text(), false, out);
        return out;
      }
      break;
    case 'd':
      if (is_int) return std::string(value.text());
      break;
    case 'x':
      if (is_int) return fmt::format("{:x}", int_of(value));
      break;
    case 't':
      if (type == ScalarType::kBool) return std::string(value.text());
      break;
    case 'f':
      if (type == ScalarType::kFloat) {
        return fmt::format("{:.{}f}", double_of(value),
                           precision < 0 ? 6 : std::min(precision, 50));
      }
      break;
    default:
      break;
  }
  return fmt::format("%!{}({}={})", verb, go_type(value), go_text(value));
}

Node fn_printf(FunctionCall& call) {
  const std::string format = text_of(call[0]);
  std::string out;
  std::size_t argument = 1;
  for (std::size_t i = 0; i < format.size(); ++i) {
    if (format[i] != '%') {
      out += format[i];
      continue;
    }
    const std::size_t flags = ++i;
    while (i < format.size() && std::string_view("-+# 0").find(format[i]) != std::string_view::npos)
      ++i;
    const std::string_view flag_text = std::string_view(format).substr(flags, i - flags);
    const auto number = [&] {
      std::size_t value = 0;
      for (; i < format.size() && format[i] >= '0' && format[i] <= '9'; ++i) {
        value = std::min<std::size_t>(value * 10 + static_cast<std::size_t>(format[i] - '0'), 1000);
      }
      return value;
    };
    const std::size_t width = number();
    int precision = -1;
    if (i < format.size() && format[i] == '.') {
      ++i;
      precision = static_cast<int>(number());
    }
    if (i >= format.size()) {
      out += "%!(NOVERB)";
    } else if (format[i] == '%') {
      out += '%';
    } else if (argument >= call.size()) {
      out += fmt::format("%!{}(MISSING)", format[i]);
    } else {
      out += padded(formatted(format[i], call[argument++], precision), flag_text, width);
    }
  }
  if (argument < call.size()) {
    out += "%!(EXTRA ";
    for (std::size_t i = argument; i < call.size(); ++i) {
      out += fmt::format("{}{}={}", i > argument ? ", " : "", go_type(call[i]), go_text(call[i]));
    }
    out += ')';
  }
  return call.text(out);
}

// Sorted, so that a lookup is a binary search.
constexpr auto kFunctions = std::to_array<Function>({
    {"print", fn_print},
    {"printf", fn_printf, 1},
    {"println", fn_println},
});
static_assert(std::ranges::is_sorted(kFunctions, {}, &Function::name));

}  // namespace

Library print_functions() { return kFunctions; }

}  // namespace meshlint::templates
