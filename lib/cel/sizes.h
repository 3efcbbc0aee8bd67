// Arithmetic for cost estimates: sizes as ranges, and sums and products that saturate.
//
// All numbers stop at UINT64_MAX, which stands for everything above it.
#ifndef MESHLINT_CEL_SIZES_H_
#define MESHLINT_CEL_SIZES_H_

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

namespace meshlint::cel {

inline constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();

constexpr std::uint64_t plus(std::uint64_t a, std::uint64_t b) {
  return a > kMost - b ? kMost : a + b;
}
constexpr std::uint64_t times(std::uint64_t a, std::uint64_t b) {
  return b != 0 && a > kMost / b ? kMost : a * b;
}
// Rounded up.
inline std::uint64_t scaled(std::uint64_t size, double factor) {
  const double result = std::ceil(static_cast<double>(size) * factor);
  return result >= 0x1p64 ? kMost : static_cast<std::uint64_t>(result);
}

// The fewest and the most characters, items or entries that a value can have.
struct Size {
  std::uint64_t min = 0;
  std::uint64_t max = kMost;

  friend bool operator==(const Size&, const Size&) = default;
};

constexpr Size exactly(std::uint64_t size) { return {size, size}; }
constexpr Size either(Size a, Size b) { return {std::min(a.min, b.min), std::max(a.max, b.max)}; }
constexpr Size product(Size a, Size b) { return {times(a.min, b.min), times(a.max, b.max)}; }
constexpr Size sum(Size a, Size b) { return {plus(a.min, b.min), plus(a.max, b.max)}; }

}  // namespace meshlint::cel

#endif  // MESHLINT_CEL_SIZES_H_
