// The user's own rules: pages like those of rules/, read at run time.
#ifndef MESHLINT_CHECK_CUSTOM_RULES_H_
#define MESHLINT_CHECK_CUSTOM_RULES_H_

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "check/registry.h"
#include "meshlint/result.h"
#include "schema/own_schemas.h"

namespace meshlint::check {

// Movable. Rules stay valid as long as it lives, wherever it is moved to.
class CustomRules {
 public:
  CustomRules();
  CustomRules(CustomRules&&) noexcept;
  CustomRules& operator=(CustomRules&&) noexcept;
  ~CustomRules();

  // Reads the pages of these files and folders; a page's family is the name of its folder.
  // `schemas` go before the shipped ones. Fails with all mistakes of all pages, a line each, if
  // there is one: a gate with half of its rules is none. Relative paths count from `base`.
  static Result<CustomRules> load(const std::vector<std::string>& paths,
                                  const schema::OwnSchemas& schemas, std::string_view base = {});

  // Sorted by id.
  std::span<const Rule> rules() const;

 private:
  struct Kept;
  std::unique_ptr<const Kept> kept_;  // null: none
};

}  // namespace meshlint::check

#endif  // MESHLINT_CHECK_CUSTOM_RULES_H_
