#include "check/supersede.h"

#include <cstdint>
#include <optional>
#include <set>
#include <tuple>

namespace meshlint::check {

void drop_superseded(const Registry& rules, std::vector<Located>& findings) {
  // Two rules may mark more or less of one value, but both start where it starts.
  using Key = std::tuple<text::SourceId, std::uint32_t, std::size_t>;
  const auto key = [](const text::Span& at, std::size_t rule) {
    return Key(at.source, at.begin, rule);
  };
  std::set<Key> superseded;
  for (const Located& located : findings) {
    for (const std::string_view id : rules[located.finding.rule].page.supersedes) {
      const std::optional<std::size_t> rule = rules.find(id);
      if (rule) superseded.insert(key(located.finding.problem.at, *rule));
    }
  }
  if (superseded.empty()) return;
  std::erase_if(findings, [&](const Located& located) {
    return superseded.contains(key(located.finding.problem.at, located.finding.rule));
  });
}

}  // namespace meshlint::check
