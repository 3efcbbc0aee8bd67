// Findings that the user has looked at and accepted.
//
//   # meshlint: ignore=route/weights-sum -- canary of March
//
// at the end of a line or alone above it, on the first line of a resource for the whole of it; or
// the annotation `meshlint.dev/ignore: route/weights-sum` on the resource.
#ifndef MESHLINT_CHECK_SUPPRESS_H_
#define MESHLINT_CHECK_SUPPRESS_H_

#include <map>
#include <string_view>
#include <vector>

#include "check/registry.h"
#include "check/report.h"
#include "check/selection.h"
#include "model/resource.h"
#include "model/workspace.h"
#include "text/problem.h"

namespace meshlint::check {

class Suppressions {
 public:
  // Reads the comments of every file, and the annotations of `resources`.
  Suppressions(const model::Workspace& workspace, const std::vector<model::Resource>& resources,
               const Registry& registry);

  // Whether a finding is suppressed; whatever suppresses it counts as used.
  bool covers(std::string_view rule_id, const RawFinding& finding);

  // The former names of rules in suppressions, each with the first place of it.
  std::map<std::string_view, text::Span> former_names() const;

  // One problem for each suppression that names no rule, and for each that was not needed although
  // its rule ran.
  std::vector<text::Problem> unused(const Selection& selection) const;

 private:
  struct Suppression {
    std::string_view name;  // as written: an id or a family
    std::string_view rule;  // the current id, or the family
    text::Span at;          // of the rule's name
    text::Span covered;     // in a file; empty for an annotation
    bool is_used = false;
  };

  void add_comments(const model::ManifestFile& file, const text::Source& source);
  void add_annotation(yaml::Node annotation, const text::Source& source);

  const Registry& registry_;
  std::vector<Suppression> comments_;     // sorted by source
  std::vector<Suppression> annotations_;  // sorted by span of the name
};

}  // namespace meshlint::check

#endif  // MESHLINT_CHECK_SUPPRESS_H_
