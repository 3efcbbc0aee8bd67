// All rules of a run: those that the build compiled from the pages below rules/, and the user's.
#ifndef MESHLINT_CHECK_REGISTRY_H_
#define MESHLINT_CHECK_REGISTRY_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "check/assertion.h"
#include "check/page.h"
#include "check/rule.h"
#include "text/problem.h"

namespace meshlint::check {

// A page with its body: exactly one of the functions is set, or there are assertions, or neither
// for a rule that only gives its name to a problem that a stage of the library reports.
struct Rule {
  Page page;
  std::span<const Assertion> assertions;
  void (*see_resource)(const model::Resource&, Report&) = nullptr;
  void (*see_install)(const model::InstallView&, Report&) = nullptr;
  void (*see_environment)(const model::Environment&, Report&) = nullptr;
  void (*see_document)(const Document&, Report&) = nullptr;
};

// Which rules see resources of a kind, or of every kind or group (kAny): a range of
// `kResourceRules`.
struct KindRules {
  std::string_view kind;
  std::string_view group;
  std::uint16_t first;
  std::uint16_t count;
};

// An id that a rule had before, with the index of the rule.
struct FormerName {
  std::string_view name;
  std::uint16_t rule;
};

// Those of rules/, sorted by id.
std::span<const Rule> shipped_rules();
// The index of the rule that explains a kind of problem; nothing if no page does.
std::optional<std::size_t> rule_of(text::ProblemKind kind);

// Rules by index: first the shipped ones, then those of the user. Small and copyable; views the
// latter.
class Registry {
 public:
  explicit Registry(std::span<const Rule> custom = {}) : custom_(custom) {}

  std::size_t size() const { return shipped_rules().size() + custom_.size(); }
  const Rule& operator[](std::size_t rule) const {
    const std::size_t shipped = shipped_rules().size();
    return rule < shipped ? shipped_rules()[rule] : custom_[rule - shipped];
  }
  // The index of the rule with that id, current or former, or nothing.
  std::optional<std::size_t> find(std::string_view id) const;
  // The id of the rule that had `name` before; any other name as it is.
  std::string_view current_name(std::string_view name) const;
  // Calls `visit` with the index of each rule that sees resources of that kind.
  template <typename Visit>
  void for_each_of(std::string_view group, std::string_view kind, const Visit& visit) const;

 private:
  static std::span<const std::uint16_t> shipped_rules_for(std::string_view group,
                                                          std::string_view kind);

  std::span<const Rule> custom_;
};

template <typename Visit>
void Registry::for_each_of(std::string_view group, std::string_view kind,
                           const Visit& visit) const {
  for (const std::uint16_t rule : shipped_rules_for(group, kind)) visit(std::size_t{rule});
  for (const std::uint16_t rule : shipped_rules_for(group, kAny)) visit(std::size_t{rule});
  for (const std::uint16_t rule : shipped_rules_for(kAny, kAny)) visit(std::size_t{rule});
  for (std::size_t i = 0; i < custom_.size(); ++i) {
    const bool is_seen = std::ranges::any_of(
        custom_[i].assertions,
        [&](const Assertion& assertion) { return covers(assertion, group, kind); });
    if (is_seen) visit(shipped_rules().size() + i);
  }
}

// The tables that the build generates.
namespace generated {
extern const std::span<const Rule> kRules;
extern const std::span<const KindRules> kKindRules;          // sorted by kind, then group
extern const std::span<const std::uint16_t> kResourceRules;  // indexes into kRules
extern const std::span<const FormerName> kFormerNames;       // sorted by name
}  // namespace generated

}  // namespace meshlint::check

#endif  // MESHLINT_CHECK_REGISTRY_H_
