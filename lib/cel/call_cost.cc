#include "cel/call_cost.h"

#include <algorithm>
#include <array>

#include "cel/schema_sizes.h"

namespace meshlint::cel {
namespace {

constexpr double kPerCharacterOfPattern = 0.25;

std::uint64_t traversal(const Argument& text) { return scaled(text.size.max, kPerCharacter); }

template <std::size_t kIndex>
CallCost traverses(const Call& call) {
  return {traversal(call[kIndex]), std::nullopt};
}

CallCost traverses_twice(const Call& call) {
  return {scaled(call[0].size.max, 2 * kPerCharacter), std::nullopt};
}

CallCost transforms(const Call& call) { return {traversal(call[0]), call[0].size}; }

CallCost compares(const Call& call) {
  const std::uint64_t shorter = std::min(call[0].size.max, call[1].size.max);
  return {scaled(shorter, kPerCharacter), std::nullopt};
}

CallCost equals(const Call& call) {
  if (call[0].type == call[1].type && call[0].type->kind == TypeKind::kOpaque) {
    const std::string_view name = call[0].type->name;
    constexpr std::uint64_t kNameOfFormat = 7;
    if (name == "kubernetes.NamedFormat") return {kNameOfFormat, std::nullopt};
    if (name == "kubernetes.URL" && call[1].size.max != kMost) return traverses<1>(call);
    if (name != "optional_type") return {};
  }
  return compares(call);
}

CallCost orders(const Call& call) {
  const bool may_be_numbers = !call[0].may_be_text() || call[0].type->kind == TypeKind::kDyn;
  if (!call[0].may_be_text() || !call[1].may_be_text()) return {};
  return {std::max<std::uint64_t>(compares(call).cost, may_be_numbers ? 1 : 0), std::nullopt};
}

CallCost adds(const Call& call) {
  const Size both = sum(call[0].size, call[1].size);
  if (call[0].may_be_text() && call[1].may_be_text()) {
    return {scaled(both.max, kPerCharacter), both};
  }
  const bool may_be_lists = call[0].may_be(TypeKind::kList) && call[1].may_be(TypeKind::kList);
  return {1, may_be_lists ? std::optional(both) : std::nullopt};
}

CallCost is_in(const Call& call) {
  return {call[1].may_be(TypeKind::kList) ? call[1].size.max : 1, std::nullopt};
}

// The pattern costs even if the text is empty.
std::uint64_t search(const Call& call) {
  return times(scaled(plus(call[0].size.max, 1), kPerCharacter),
               scaled(call[1].size.max, kPerCharacterOfPattern));
}

// As a function it counts as one step.
CallCost matches(const Call& call) { return {call.is_method ? search(call) : 1, std::nullopt}; }

CallCost finds(const Call& call) { return {search(call), Size{0, call[0].size.max}}; }

CallCost contains(const Call& call) {
  return {times(traversal(call[0]), traversal(call[1])), std::nullopt};
}

CallCost to_bytes(const Call& call) {
  if (!call[0].may_be(TypeKind::kString)) return {};
  const Size size = call[0].size;
  return {traversal(call[0]), Size{size.min, times(size.max, kMaxBytesOfCodePoint)}};
}

CallCost to_string(const Call& call) {
  if (!call[0].may_be(TypeKind::kBytes)) return {};
  const Size size = call[0].size;
  return {std::max<std::uint64_t>(traversal(call[0]), call[0].type->kind == TypeKind::kDyn ? 1 : 0),
          Size{size.min / kMaxBytesOfCodePoint, size.max}};
}

CallCost quotes(const Call& call) {
  const Size size = call[0].size;
  return {traversal(call[0]), Size{plus(size.min, 2), plus(times(size.max, 2), 2)}};
}

// Visits each item, and each character of items that are strings; or each character of a string.
CallCost scans(const Call& call) {
  const Argument& target = call[0];
  if (target.type->kind != TypeKind::kList) return {traversal(target), std::nullopt};
  const std::uint64_t text = target.text ? scaled(target.text->max, kPerCharacter) : 0;
  return {times(target.size.max, plus(1, text)), std::nullopt};
}

CallCost replaces(const Call& call) {
  const Size text = call[0].size;
  const Size old = call[1].size;
  const Size made = call[2].size;
  const auto parts = [](std::uint64_t size, std::uint64_t part) {
    return size / part + (size % part == 0 ? 0 : 1);
  };
  Size result;
  // An empty string is found around every character.
  if (old.min == 0) {
    result.max = plus(times(plus(text.max, 1), made.max), text.max);
  } else {
    result.max = made.max <= old.min ? text.max : times(parts(text.max, old.min), made.max);
  }
  if (old.max == 0) {
    result.min = plus(times(plus(text.min, 1), made.min), text.min);
  } else {
    result.min = old.max <= made.min ? text.min : times(parts(text.min, old.max), made.min);
  }
  return {scaled(text.max, 2 * kPerCharacter), result};
}

CallCost splits(const Call& call) {
  Size result{0, call[0].size.max};
  if (call.size() > 2 && call[2].number) result.max = static_cast<std::uint64_t>(*call[2].number);
  return {scaled(call[0].size.max, 2 * kPerCharacter), result};
}

CallCost joins(const Call& call) {
  const Size list = call[0].size;
  Size result = product(list, call[0].text.value_or(exactly(0)));
  if (call.size() > 1) {
    const Size separators{list.min - std::min<std::uint64_t>(list.min, 1),
                          list.max - std::min<std::uint64_t>(list.max, 1)};
    result = sum(result, product(call[1].size, separators));
  }
  return {scaled(result.max, kPerCharacter), result};
}

CallCost address(const Call& call) { return call.is_method ? CallCost() : traverses<0>(call); }

// Both compare addresses of 16 bytes; a string is parsed first.
template <std::uint64_t kComparison>
CallCost network_contains(const Call& call) {
  if (!call[1].may_be(TypeKind::kString)) return {kComparison, std::nullopt};
  return {plus(kComparison, traversal(call[1])), std::nullopt};
}

CallCost validates(const Call& call) {
  constexpr std::uint64_t kLongestPattern = 128;
  return {times(traversal(call[1]), scaled(kLongestPattern, kPerCharacterOfPattern)), std::nullopt};
}

template <std::uint64_t kFactor>
CallCost compares_sets(const Call& call) {
  return {plus(times(times(call[0].size.max, call[1].size.max), kFactor), 1), std::nullopt};
}

CallCost makes_list(Size size, double factor) {
  return {plus(scaled(size.max, factor), kNewList + 1), size};
}

CallCost slices(const Call& call) {
  const std::uint64_t begin = static_cast<std::uint64_t>(call[1].number.value_or(0));
  const std::uint64_t end =
      call[2].number ? static_cast<std::uint64_t>(*call[2].number) : call[0].size.max;
  return makes_list(exactly(end - begin), 1);
}

CallCost flattens(const Call& call) {
  double depth = 1;
  if (call.size() > 1) depth = static_cast<double>(call[1].number.value_or(INT64_MAX));
  return makes_list(call[0].size, depth);
}

CallCost ranges(const Call& call) {
  return makes_list(exactly(call[0].number ? static_cast<std::uint64_t>(*call[0].number) : kMost),
                    1);
}

CallCost reverses(const Call& call) {
  return call[0].type->kind == TypeKind::kList ? makes_list(call[0].size, 1) : CallCost();
}

CallCost distincts(const Call& call) { return makes_list(product(call[0].size, call[0].size), 2); }

struct Row {
  std::string_view function;
  CallCostFunction cost;
};
// Sorted. All other functions cost 1.
constexpr auto kRows = std::to_array<Row>({
    {"@in", is_in},
    {"_!=_", compares},
    {"_+_", adds},
    {"_<=_", orders},
    {"_<_", orders},
    {"_==_", equals},
    {"_>=_", orders},
    {"_>_", orders},
    {"bytes", to_bytes},
    {"cidr", traverses<0>},
    {"contains", contains},
    {"containsCIDR", network_contains<7>},
    {"containsIP", network_contains<4>},
    {"distinct", distincts},
    {"endsWith", traverses<1>},
    {"find", finds},
    {"findAll", finds},
    {"flatten", flattens},
    {"format", traverses<0>},
    {"indexOf", scans},
    {"ip", address},
    {"ip.isCanonical", traverses_twice},
    {"isCIDR", traverses<0>},
    {"isIP", traverses<0>},
    {"isQuantity", traverses<0>},
    {"isSemver", traverses<0>},
    {"isSorted", scans},
    {"join", joins},
    {"lastIndexOf", scans},
    {"lists.range", ranges},
    {"lowerAscii", transforms},
    {"matches", matches},
    {"max", scans},
    {"min", scans},
    {"quantity", traverses<0>},
    {"replace", replaces},
    {"reverse", reverses},
    {"semver", traverses<0>},
    {"sets.contains", compares_sets<1>},
    {"sets.equivalent", compares_sets<2>},
    {"sets.intersects", compares_sets<1>},
    {"slice", slices},
    {"sort", [](const Call& call) { return sort_cost(call[0].size, call[0].text.has_value()); }},
    {"split", splits},
    {"startsWith", traverses<1>},
    {"string", to_string},
    {"strings.quote", quotes},
    {"substring", transforms},
    {"sum", scans},
    {"trim", transforms},
    {"upperAscii", transforms},
    {"url", transforms},
    {"validate", validates},
});
static_assert(std::ranges::is_sorted(kRows, {}, &Row::function));

}  // namespace

CallCostFunction call_cost_of(std::string_view function) {
  const auto row = std::ranges::lower_bound(kRows, function, {}, &Row::function);
  return row != kRows.end() && row->function == function ? row->cost : nullptr;
}

CallCost sort_cost(Size list, bool is_text) {
  return makes_list(product(list, list), is_text ? 2 + kPerCharacter : 2);
}

}  // namespace meshlint::cel
