// Full names of namespaces and hosts, which manifests may write in a short form.
#ifndef MESHLINT_MODEL_SERVICE_HOST_H_
#define MESHLINT_MODEL_SERVICE_HOST_H_

#include <string>
#include <string_view>

namespace meshlint::model {

// The namespace of a resource that sets none is "default".
inline std::string_view or_default(std::string_view ns) { return ns.empty() ? "default" : ns; }

// The full name of a host in a resource of the namespace `ns`: "reviews" is
// "reviews.shop.svc.cluster.local", a name with a dot is already full.
std::string full_host(std::string_view host, std::string_view ns);

}  // namespace meshlint::model

#endif  // MESHLINT_MODEL_SERVICE_HOST_H_
