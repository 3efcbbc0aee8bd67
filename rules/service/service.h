// What the rules on the ports of Services share.
#ifndef MESHLINT_RULES_SERVICE_SERVICE_H_
#define MESHLINT_RULES_SERVICE_SERVICE_H_

#include <cstdint>

#include "check/rule.h"

namespace meshlint::rules::service {

// How a sidecar treats a port: by its requests, or as a stream of bytes, encrypted or not.
enum class PortTraffic : std::uint8_t { kRequests, kBytes, kTls, kDatagrams, kUntold };

// What a port of a Service tells of its protocol: by `appProtocol`, else by the name in front of a
// dash, else by one of the few numbers that Istio knows.
PortTraffic traffic_of(Node port);

}  // namespace meshlint::rules::service

#endif  // MESHLINT_RULES_SERVICE_SERVICE_H_
