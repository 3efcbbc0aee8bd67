// Shared code of the rules on Service ports.
#ifndef MESHLINT_RULES_SERVICE_SERVICE_H_
#define MESHLINT_RULES_SERVICE_SERVICE_H_

#include <cstdint>

#include "check/rule.h"

namespace meshlint::rules::service {

// How a sidecar treats a port: by its requests, or as a stream of bytes, encrypted or not.
enum class PortTraffic : std::uint8_t { kRequests, kBytes, kTls, kDatagrams, kUntold };

// The kind of traffic on a Service port, from `appProtocol`, or else the part of its name before a
// dash, or else one of the few port numbers that Istio knows.
PortTraffic traffic_of(Node port);

}  // namespace meshlint::rules::service

#endif  // MESHLINT_RULES_SERVICE_SERVICE_H_
