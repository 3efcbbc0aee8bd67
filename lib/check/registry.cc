#include "check/registry.h"

#include <algorithm>
#include <tuple>

namespace meshlint::check {

std::span<const Rule> all() { return generated::kRules; }

std::optional<std::size_t> find(std::string_view id) {
  const auto at =
      std::ranges::lower_bound(all(), id, {}, [](const Rule& rule) { return rule.page.id; });
  if (at == all().end() || at->page.id != id) return std::nullopt;
  return static_cast<std::size_t>(at - all().begin());
}

std::span<const std::uint16_t> rules_for(std::string_view group, std::string_view kind) {
  const auto key = [](const KindRules& entry) { return std::tie(entry.kind, entry.group); };
  const auto at = std::ranges::lower_bound(generated::kKindRules, std::tie(kind, group), {}, key);
  if (at == generated::kKindRules.end() || at->kind != kind || at->group != group) return {};
  return generated::kResourceRules.subspan(at->first, at->count);
}

std::optional<std::size_t> rule_of(text::ProblemKind kind) {
  const std::int16_t rule = generated::kProblemRules[static_cast<std::size_t>(kind)];
  if (rule < 0) return std::nullopt;
  return static_cast<std::size_t>(rule);
}

}  // namespace meshlint::check
