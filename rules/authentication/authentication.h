// Shared code of the rules on tokens.
#ifndef MESHLINT_RULES_AUTHENTICATION_AUTHENTICATION_H_
#define MESHLINT_RULES_AUTHENTICATION_AUTHENTICATION_H_

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "check/rule.h"
#include "text/source.h"
#include "yaml/document.h"

namespace meshlint::rules::authentication {

// The text of `jwks`: a JSON Web Key Set, or a single key.
class KeySet {
 public:
  explicit KeySet(std::string_view text);

  // Why Istio can't parse it; empty if it can.
  const std::string& problem() const { return problem_; }
  // The keys, if there is no problem.
  const std::vector<Node>& keys() const { return keys_; }

 private:
  std::string problem_of_key(Node key) const;

  text::Source source_;
  yaml::File file_;
  std::vector<Node> keys_;
  std::string problem_;
};

// Calls `visit(jwks)` for each `jwks` of a RequestAuthentication that another tool doesn't fill in.
void for_each_jwks(const Resource& resource, const std::function<void(Node)>& visit);

}  // namespace meshlint::rules::authentication

#endif  // MESHLINT_RULES_AUTHENTICATION_AUTHENTICATION_H_
