// Which rules run, how severe they are and with which options: the configuration, resolved.
#ifndef MESHLINT_CHECK_SELECTION_H_
#define MESHLINT_CHECK_SELECTION_H_

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "check/registry.h"
#include "check/report.h"
#include "meshlint/config.h"
#include "meshlint/finding.h"
#include "meshlint/result.h"

namespace meshlint::check {

// By index into the registry. Immutable once made.
class Selection {
 public:
  // Fails if the configuration names a rule, family or option that does not exist, naming the
  // nearest one, or sets an option to what its default is no kind of. `config` and what the
  // registry views must outlive the selection.
  static Result<Selection> create(const Config& config, const Registry& registry);

  const Registry& rules() const { return registry_; }
  // The former names in the configuration, each once, sorted; views it.
  std::span<const std::string_view> former_names() const { return former_names_; }
  bool is_on(std::size_t rule) const { return is_on_[rule]; }
  Severity severity(std::size_t rule) const { return severity_[rule]; }
  // The options of a rule's page with the configuration's values.
  RuleSettings settings(std::size_t rule, const schema::Targets& targets) const {
    return {.targets = &targets, .options = options_[rule]};
  }

 private:
  explicit Selection(const Registry& registry) : registry_(registry) {}

  void note_former_names(const Config& config);

  Registry registry_;
  std::vector<std::string_view> former_names_;
  std::vector<bool> is_on_;
  std::vector<Severity> severity_;
  std::vector<std::vector<std::pair<std::string_view, std::string_view>>> options_;
};

// Whether `name`, a rule's current id, a family or "all", covers the rule of that id.
bool covers(std::string_view name, std::string_view id);

// Why `name` is neither a rule, a family nor "all", with the nearest that is; empty if it is one.
std::string unknown_rule(const Registry& registry, std::string_view name);

}  // namespace meshlint::check

#endif  // MESHLINT_CHECK_SELECTION_H_
