#include "argocd/functions.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "template/decode.h"
#include "template/string_changes.h"
#include "template/values.h"
#include "yaml/emit.h"
#include "yaml/node.h"

namespace meshlint::argocd {
namespace {

using templates::FunctionCall;
using yaml::Node;

Node fn_normalize(FunctionCall& call) {
  return call.text(normalized_name(templates::text_of(call[0])));
}

// slugify [LENGTH [SMART]] TEXT. The default length is 50; SMART cuts at a dash.
Node fn_slugify(FunctionCall& call) {
  std::size_t length = 50;
  if (call.size() > 1) {
    length =
        static_cast<std::size_t>(std::clamp<std::int64_t>(templates::int_of(call[0]), 0, 1000));
  }
  const bool is_smart = call.size() > 2 && templates::is_true(call[1]);
  std::string text = templates::lowered(templates::text_of(call[call.size() - 1]));
  if (std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; })) {
    return call.fail("only ASCII letters are evaluated",
                     templates::TemplateProblem::Kind::kUndecidable);
  }
  text = templates::trimmed(text, " \t\n\r");
  text = templates::replaced(templates::replaced(text, "&", "and"), "@", "at");
  std::erase_if(text, [](char c) { return c == '"' || c == '\''; });
  if (!is_smart && length > 0 && text.size() > length) text.resize(length);
  std::string out;
  for (const char c : text) {
    const bool is_kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    if (is_kept) {
      out += c;
    } else if (!out.ends_with('-')) {
      out += '-';
    }
  }
  out = templates::trimmed(out, "-_");
  if (is_smart && length > 0 && out.size() > length) {
    const std::size_t dash = out.rfind('-', length);
    out.resize(dash == out.npos ? length : dash);
  }
  return call.text(out);
}

Node fn_to_yaml(FunctionCall& call) {
  if (templates::is_nothing(call[0])) return call.text("null");
  std::string out = yaml::emit(call[0]);
  while (out.ends_with('\n')) out.pop_back();
  return call.text(out);
}

Node fn_from_yaml(FunctionCall& call) {
  const Node value = templates::decode(call, templates::text_of(call[0]));
  if (call.has_failed() || templates::is_nothing(value) || value.is_map()) return value;
  return call.fail("the YAML is not a mapping");
}

Node fn_from_yaml_array(FunctionCall& call) {
  const Node value = templates::decode(call, templates::text_of(call[0]));
  if (call.has_failed() || templates::is_nothing(value) || value.is_list()) return value;
  return call.fail("the YAML is not a list");
}

// Sorted, so that a lookup is a binary search.
constexpr auto kFunctions = std::to_array<templates::Function>({
    {"fromYaml", fn_from_yaml, 1, 1},
    {"fromYamlArray", fn_from_yaml_array, 1, 1},
    {"normalize", fn_normalize, 1, 1},
    {"slugify", fn_slugify, 1, 3},
    {"toYaml", fn_to_yaml, 1, 1},
});
static_assert(std::ranges::is_sorted(kFunctions, {}, &templates::Function::name));

}  // namespace

templates::Library own_functions() { return kFunctions; }

std::vector<templates::Library> template_libraries() {
  std::vector<templates::Library> libraries = templates::standard_libraries();
  libraries.insert(libraries.begin(), own_functions());
  return libraries;
}

std::string normalized_name(std::string_view name) {
  std::string result;
  for (const char c : name.substr(0, 253)) {
    const char low = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    const bool is_kept =
        (low >= 'a' && low <= 'z') || (low >= '0' && low <= '9') || low == '-' || low == '.';
    // A character of several bytes becomes one dash.
    if ((static_cast<unsigned char>(c) & 0xC0U) == 0x80U) continue;
    result += is_kept ? low : '-';
  }
  const std::size_t first = result.find_first_not_of("-.");
  if (first == result.npos) return {};
  return result.substr(first, result.find_last_not_of("-.") - first + 1);
}

}  // namespace meshlint::argocd
