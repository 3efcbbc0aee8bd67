#include "rules/route/route.h"

namespace meshlint::rules::route {
namespace {

// The ranges of status codes that have a name in Go's net/http, which is what Istio checks.
struct StatusRange {
  int first;
  int last;
};
constexpr auto kStatusRanges = std::to_array<StatusRange>({
    {100, 103},
    {200, 208},
    {226, 226},
    {300, 305},
    {307, 308},
    {400, 418},
    {421, 426},
    {428, 429},
    {431, 431},
    {451, 451},
    {500, 508},
    {510, 511},
});

}  // namespace

bool is_http_status(std::string_view text) {
  if (text.size() != 3) return false;
  int status = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return false;
    status = status * 10 + (c - '0');
  }
  return std::ranges::any_of(kStatusRanges, [status](const StatusRange& range) {
    return range.first <= status && status <= range.last;
  });
}

const KnownRetryCondition* known_retry_condition(std::string_view name) {
  const auto* const found =
      std::ranges::lower_bound(kRetryConditions, name, {}, &KnownRetryCondition::name);
  return found != kRetryConditions.end() && found->name == name ? found : nullptr;
}
static_assert(std::ranges::is_sorted(kRetryConditions, {}, &KnownRetryCondition::name));

text::Span part_of(Node scalar, std::size_t begin, std::size_t size) {
  const text::Span whole = scalar.span();
  const std::size_t written = whole.end - whole.begin;
  const std::size_t quotes = scalar.is_quoted() ? 2 : 0;
  if (written != scalar.text().size() + quotes) return whole;
  const auto first = static_cast<std::uint32_t>(whole.begin + quotes / 2 + begin);
  return {whole.source, first, static_cast<std::uint32_t>(first + size)};
}

}  // namespace meshlint::rules::route
