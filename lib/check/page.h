// What the page of a rule says, in the form that a run uses.
#ifndef MESHLINT_CHECK_PAGE_H_
#define MESHLINT_CHECK_PAGE_H_

#include <span>
#include <string_view>

#include "meshlint/finding.h"

namespace meshlint::check {

struct PageOption {
  std::string_view name;
  std::string_view value;  // the default
  std::string_view what;
};

// Views of read-only data.
struct Page {
  std::string_view id;
  std::string_view title;
  Severity severity = Severity::kWarning;
  bool is_default = true;
  std::string_view since;
  std::string_view what;
  std::string_view why;
  std::string_view fix;
  std::span<const std::string_view> aliases;
  std::span<const std::string_view> formerly;    // ids that the rule had before
  std::span<const std::string_view> supersedes;  // rules that report the same, less precisely
  std::span<const PageOption> options;
  std::span<const std::string_view> bad;
  std::span<const std::string_view> good;
};

}  // namespace meshlint::check

#endif  // MESHLINT_CHECK_PAGE_H_
