#include "template/functions.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "template/decode.h"
#include "template/go_json.h"
#include "template/values.h"

namespace meshlint::templates {
namespace {

using yaml::Node;

Node fn_to_json(FunctionCall& call) {
  std::string out;
  append_json(call[0], true, out);
  return call.text(out);
}

Node fn_to_raw_json(FunctionCall& call) {
  std::string out;
  append_json(call[0], false, out);
  return call.text(out);
}

Node fn_from_json(FunctionCall& call) { return decode(call, text_of(call[0])); }

Node fn_b64enc(FunctionCall& call) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const std::string text = text_of(call[0]);
  std::string out;
  for (std::size_t i = 0; i < text.size(); i += 3) {
    std::uint32_t bits = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      bits = bits << 8U | (i + k < text.size() ? static_cast<unsigned char>(text[i + k]) : 0U);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      out += i + k > text.size() ? '=' : kDigits[(bits >> (18U - 6U * k)) & 63U];
    }
  }
  return call.text(out);
}

// Sorted, so that a lookup is a binary search.
constexpr auto kFunctions = std::to_array<Function>({
    {"b32dec"},
    {"b32enc"},
    {"b64dec"},
    {"b64enc", fn_b64enc, 1, 1},
    {"fromJson", fn_from_json, 1, 1},
    {"mustFromJson", fn_from_json, 1, 1},
    {"mustToJson", fn_to_json, 1, 1},
    {"mustToPrettyJson"},
    {"mustToRawJson", fn_to_raw_json, 1, 1},
    {"toJson", fn_to_json, 1, 1},
    {"toPrettyJson"},
    {"toRawJson", fn_to_raw_json, 1, 1},
});
static_assert(std::ranges::is_sorted(kFunctions, {}, &Function::name));

}  // namespace

Library encoding_functions() { return kFunctions; }

}  // namespace meshlint::templates
