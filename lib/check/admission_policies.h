// ValidatingAdmissionPolicies that an environment applies, checked on its own resources.
//
//   AdmissionPolicies policies(environment, libraries);
//   for (const model::Resource& resource : environment.resources) {
//     policies.check(resource, kind_of(resource), problems);
//   }
//
// Each resource is checked as one that is created. What only a live cluster knows (who sends the
// request, what else exists, defaults) is never guessed: what depends on it is not checked, and
// reported so.
// Source: https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
#ifndef MESHLINT_CHECK_ADMISSION_POLICIES_H_
#define MESHLINT_CHECK_ADMISSION_POLICIES_H_

#include <memory>
#include <vector>

#include "cel/library.h"
#include "model/environment.h"
#include "model/resource.h"
#include "schema/facts.h"
#include "text/problem.h"

namespace meshlint::check {

// Views the environment. Not copyable; for one thread.
class AdmissionPolicies {
 public:
  AdmissionPolicies(const model::Environment& environment, cel::Libraries libraries);
  ~AdmissionPolicies();
  AdmissionPolicies(const AdmissionPolicies&) = delete;
  AdmissionPolicies& operator=(const AdmissionPolicies&) = delete;

  // True if the environment binds no policy, so that there is nothing to check.
  bool empty() const { return policies_.empty(); }
  // Appends what the policies say of the resource. `kind` may be false; its plural and scope then
  // are not known, and rules that ask for them not decidable.
  void check(const model::Resource& resource, schema::Kind kind,
             std::vector<text::Problem>& problems);
  // Appends what is wrong with the policies themselves, and what could not be decided so far.
  void report(std::vector<text::Problem>& problems) const;

 private:
  struct Policy;
  class Judgement;

  const model::Environment& environment_;
  std::vector<std::unique_ptr<Policy>> policies_;
};

}  // namespace meshlint::check

#endif  // MESHLINT_CHECK_ADMISSION_POLICIES_H_
