#include "text/edit_distance.h"

#include <algorithm>
#include <vector>

#include "text/ascii.h"

namespace meshlint::text {
namespace {

// The table has a.size() * b.size() cells; names are short, hostile input is not.
constexpr std::size_t kLongestName = 256;

// A third of the length may be wrong, but at least one letter and never more
// than three: beyond that a guess is more often noise than help.
std::size_t tolerance(std::string_view name) {
  return std::clamp<std::size_t>(name.size() / 3, 1, 3);
}

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit) {
  const std::size_t difference = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (difference > limit || a.size() > kLongestName) return limit + 1;
  // Rows of the Damerau-Levenshtein table: two above, above, current.
  std::vector<std::size_t> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) above[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool is_same = to_lower(a[i - 1]) == to_lower(b[j - 1]);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (is_same ? 0 : 1)});
      if (i > 1 && j > 1 && to_lower(a[i - 1]) == to_lower(b[j - 2]) &&
          to_lower(a[i - 2]) == to_lower(b[j - 1])) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
    }
    std::swap(before, above);
    std::swap(above, row);
  }
  return std::min(above[b.size()], limit + 1);
}

NearestName::NearestName(std::string_view written)
    : written_(written), best_distance_(tolerance(written) + 1) {}

void NearestName::consider(std::string_view candidate) {
  if (candidate == best_) return;
  const std::size_t distance = edit_distance(written_, candidate, best_distance_);
  if (distance < best_distance_) {
    best_ = candidate;
    best_distance_ = distance;
    is_ambiguous_ = false;
  } else if (distance == best_distance_ && !best_.empty()) {
    is_ambiguous_ = true;
  }
}

std::string_view nearest_name(std::string_view written, std::span<const std::string_view> names) {
  NearestName nearest(written);
  for (const std::string_view name : names) nearest.consider(name);
  return nearest.best();
}

std::string did_you_mean(std::string_view name, char quote) {
  if (name.empty()) return {};
  std::string end = "; did you mean ";
  end += quote;
  end += name;
  end += quote;
  end += '?';
  return end;
}

}  // namespace meshlint::text
