// All rules, as the build compiled them from the pages below rules/.
#ifndef MESHLINT_CHECK_REGISTRY_H_
#define MESHLINT_CHECK_REGISTRY_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "check/rule.h"
#include "meshlint/finding.h"
#include "text/problem.h"

namespace meshlint::check {

struct PageOption {
  std::string_view name;
  std::string_view value;  // the default
  std::string_view what;
};

// What a page says; views of read-only data.
struct Page {
  std::string_view id;
  std::string_view title;
  Severity severity;
  bool is_default;
  std::string_view since;
  std::string_view what;
  std::string_view why;
  std::string_view fix;
  std::span<const std::string_view> aliases;
  std::span<const PageOption> options;
  std::span<const std::string_view> bad;
  std::span<const std::string_view> good;
};

// A page with its body: exactly one of the functions is set, or none for a rule that only gives
// its name to a problem that a stage of the library reports.
struct Rule {
  Page page;
  void (*see_resource)(const model::Resource&, Report&) = nullptr;
  void (*see_install)(const model::InstallView&, Report&) = nullptr;
  void (*see_environment)(const model::Environment&, Report&) = nullptr;
  void (*see_document)(const Document&, Report&) = nullptr;
};

// Which rules see resources of a kind: a range of `kResourceRules`.
struct KindRules {
  std::string_view kind;
  std::string_view group;
  std::uint16_t first;
  std::uint16_t count;
};

// Sorted by id.
std::span<const Rule> all();
// The index of a rule, or nothing.
std::optional<std::size_t> find(std::string_view id);
// Indexes of the rules that see resources of that kind.
std::span<const std::uint16_t> rules_for(std::string_view group, std::string_view kind);
// The index of the rule that tells about a kind of problem; nothing if no page reports it.
std::optional<std::size_t> rule_of(text::ProblemKind kind);

// The tables that the build generates.
namespace generated {
extern const std::span<const Rule> kRules;
extern const std::span<const KindRules> kKindRules;          // sorted by kind, then group
extern const std::span<const std::uint16_t> kResourceRules;  // indexes into kRules
extern const std::span<const std::int16_t> kProblemRules;    // by ProblemKind; -1: none
}  // namespace generated

}  // namespace meshlint::check

#endif  // MESHLINT_CHECK_REGISTRY_H_
