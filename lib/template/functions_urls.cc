#include "template/functions.h"

#include <algorithm>
#include <array>

namespace meshlint::templates {
namespace {

// Sorted, so that a lookup is a binary search.
constexpr auto kFunctions = std::to_array<Function>({
    {"urlJoin"},
    {"urlParse"},
});
static_assert(std::ranges::is_sorted(kFunctions, {}, &Function::name));

}  // namespace

Library url_functions() { return kFunctions; }

}  // namespace meshlint::templates
