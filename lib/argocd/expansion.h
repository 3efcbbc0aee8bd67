// What the expansion of one ApplicationSet yields, and where its parts report to.
#ifndef MESHLINT_ARGOCD_EXPANSION_H_
#define MESHLINT_ARGOCD_EXPANSION_H_

#include <cstddef>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "argocd/problems.h"
#include "kustomize/build.h"
#include "model/resource.h"
#include "text/problem.h"
#include "text/source.h"
#include "yaml/node.h"

namespace meshlint::argocd {

struct Expansion {
  std::vector<model::Resource> applications;
  std::vector<text::Problem> problems;
  // Generators and templates whose result cannot be determined from files.
  std::vector<kustomize::Unresolved> unresolved;
};

// Collects the problems of one ApplicationSet. A template is rendered for every parameter set, so
// the same problem comes up again and again: each is kept once per place. Keeps references to its
// arguments.
class ExpansionReport {
 public:
  ExpansionReport(const model::Resource& set, const text::Sources& sources)
      : set_(set), sources_(sources) {}

  void add(text::Problem problem);
  void add(text::Span at, std::string message, std::vector<std::string> arguments = {},
           text::ProblemKind kind = kInvalidGenerator);

  // Notes that `what` cannot be determined from files. Always false, for generators to return.
  bool add_unresolved(text::Span at, std::string what, std::string reason);
  // The same for a template of the set.
  void add_unresolved_template(text::Span at, std::string reason);

  // The bytes [begin, end) of a scalar's text in its file; the whole scalar if it was generated.
  text::Span inside(yaml::Node scalar, std::size_t begin, std::size_t end) const;
  const text::Source& source_of(yaml::Node node) const { return sources_[node.span().source]; }

  // The result without its Applications. Leaves the report empty.
  Expansion take() { return std::exchange(result_, {}); }

 private:
  const model::Resource& set_;
  const text::Sources& sources_;
  Expansion result_;
  std::set<std::pair<text::Span, std::string>> problems_;
  std::set<std::pair<text::Span, std::string>> unresolved_;
};

}  // namespace meshlint::argocd

#endif  // MESHLINT_ARGOCD_EXPANSION_H_
