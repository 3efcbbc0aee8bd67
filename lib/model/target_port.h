// The port of a pod that a port of a Service leads to.
#ifndef MESHLINT_MODEL_TARGET_PORT_H_
#define MESHLINT_MODEL_TARGET_PORT_H_

#include <cstdint>
#include <optional>

#include "model/references.h"
#include "yaml/node.h"

namespace meshlint::model {

// The number in `targetPort`, or of the container port that it names, or of the port itself;
// nothing for a name that no container port has.
inline std::optional<std::int64_t> target_port_of(yaml::Node port, const Workload& workload) {
  const yaml::Node target = port["targetPort"];
  if (!target) return port["port"].as_int();
  if (const auto number = target.as_int()) return number;
  for (const yaml::Node container : workload.pod_spec["containers"]) {
    for (const yaml::Node each : container["ports"]) {
      if (each["name"].text() == target.text()) return each["containerPort"].as_int();
    }
  }
  return std::nullopt;
}

}  // namespace meshlint::model

#endif  // MESHLINT_MODEL_TARGET_PORT_H_
