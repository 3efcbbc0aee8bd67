#include "report/formats.h"

#include <algorithm>
#include <array>

namespace meshlint {
namespace {

constexpr auto kFormats = std::to_array<Format>({
#define MESHLINT_FORMAT(name, media_type, paths, what) \
  {#name, media_type, PathStyle::paths, what, name##_report},
#include "report/formats.inc"
#undef MESHLINT_FORMAT
});

}  // namespace

std::span<const Format> formats() { return kFormats; }

const Format* find_format(std::string_view name) {
  const auto found = std::ranges::find(kFormats, name, &Format::name);
  return found == kFormats.end() ? nullptr : &*found;
}

}  // namespace meshlint
