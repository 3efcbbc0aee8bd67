// Generators that ask a cluster or a service: their sets cannot be determined from files.
#ifndef MESHLINT_ARGOCD_GENERATOR_EXTERNAL_H_
#define MESHLINT_ARGOCD_GENERATOR_EXTERNAL_H_

#include <string_view>

namespace meshlint::argocd {

// Why the sets of this kind of generator are unknown; empty for every other kind.
std::string_view reason_of_external(std::string_view kind);

}  // namespace meshlint::argocd

#endif  // MESHLINT_ARGOCD_GENERATOR_EXTERNAL_H_
