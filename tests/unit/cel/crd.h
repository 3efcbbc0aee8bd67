// A CRD for the tests of rules.
#ifndef MESHLINT_TESTS_UNIT_CEL_CRD_H_
#define MESHLINT_TESTS_UNIT_CEL_CRD_H_

#include <string>
#include <string_view>

namespace meshlint::cel {

// Of the kind Budget in acme.example, whose spec has that schema: what follows `spec:`.
inline std::string crd(std::string_view spec) {
  std::string text = R"(apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: budgets.acme.example }
spec:
  group: acme.example
  names: { kind: Budget, plural: budgets }
  scope: Namespaced
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:)";
  constexpr std::size_t kIndent = 14;
  for (const char c : spec) {
    text += c;
    if (c == '\n') text.append(kIndent, ' ');
  }
  return text + '\n';
}

}  // namespace meshlint::cel

#endif  // MESHLINT_TESTS_UNIT_CEL_CRD_H_
