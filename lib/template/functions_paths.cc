#include "template/functions.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

#include "template/values.h"

namespace meshlint::templates {
namespace {

using yaml::Node;

Node fn_base(FunctionCall& call) {
  std::string text = text_of(call[0]);
  while (text.size() > 1 && text.ends_with('/')) text.pop_back();
  if (text.empty()) return call.text(".");
  const std::size_t slash = text.rfind('/');
  return call.text(slash == text.npos || text == "/" ? text : text.substr(slash + 1));
}

Node fn_dir(FunctionCall& call) {
  const std::string text = text_of(call[0]);
  const std::size_t slash = text.rfind('/');
  if (slash == text.npos) return call.text(".");
  return call.text(slash == 0 ? "/" : text.substr(0, slash));
}

Node fn_ext(FunctionCall& call) {
  const std::string text = text_of(call[0]);
  const std::size_t dot = text.rfind('.');
  const std::size_t slash = text.rfind('/');
  if (dot == text.npos || (slash != text.npos && slash > dot)) return call.text("");
  return call.text(text.substr(dot));
}

// Sorted, so that a lookup is a binary search.
constexpr auto kFunctions = std::to_array<Function>({
    {"base", fn_base, 1, 1},
    {"clean"},
    {"dir", fn_dir, 1, 1},
    {"ext", fn_ext, 1, 1},
    {"isAbs"},
    {"osBase"},
    {"osClean"},
    {"osDir"},
    {"osExt"},
    {"osIsAbs"},
});
static_assert(std::ranges::is_sorted(kFunctions, {}, &Function::name));

}  // namespace

Library path_functions() { return kFunctions; }

}  // namespace meshlint::templates
