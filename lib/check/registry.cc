#include "check/registry.h"

#include <algorithm>
#include <tuple>

namespace meshlint::check {

std::span<const Rule> shipped_rules() { return generated::kRules; }

std::optional<std::size_t> rule_of(text::ProblemKind kind) {
  const std::span<const Rule> shipped = shipped_rules();
  const auto id_of = [](const Rule& rule) { return rule.page.id; };
  const auto at = std::ranges::lower_bound(shipped, kind.rule, {}, id_of);
  if (at == shipped.end() || at->page.id != kind.rule) return std::nullopt;
  return static_cast<std::size_t>(at - shipped.begin());
}

std::optional<std::size_t> Registry::find(std::string_view id) const {
  if (const std::optional<std::size_t> rule = rule_of({id})) return rule;
  const auto former = std::ranges::lower_bound(generated::kFormerNames, id, {}, &FormerName::name);
  if (former != generated::kFormerNames.end() && former->name == id) return former->rule;
  const auto custom = std::ranges::find_if(custom_, [&](const Rule& rule) {
    return rule.page.id == id ||
           std::ranges::find(rule.page.formerly, id) != rule.page.formerly.end();
  });
  if (custom == custom_.end()) return std::nullopt;
  return shipped_rules().size() + static_cast<std::size_t>(custom - custom_.begin());
}

std::string_view Registry::current_name(std::string_view name) const {
  const std::optional<std::size_t> rule = find(name);
  return rule ? (*this)[*rule].page.id : name;
}

std::span<const std::uint16_t> Registry::shipped_rules_for(std::string_view group,
                                                           std::string_view kind) {
  const auto key = [](const KindRules& entry) { return std::tie(entry.kind, entry.group); };
  const auto at = std::ranges::lower_bound(generated::kKindRules, std::tie(kind, group), {}, key);
  if (at == generated::kKindRules.end() || at->kind != kind || at->group != group) return {};
  return generated::kResourceRules.subspan(at->first, at->count);
}

}  // namespace meshlint::check
