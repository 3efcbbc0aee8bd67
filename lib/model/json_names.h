// Reads a MeshConfig whose fields are in either of protobuf's two spellings.
#ifndef MESHLINT_MODEL_JSON_NAMES_H_
#define MESHLINT_MODEL_JSON_NAMES_H_

#include "yaml/arena.h"
#include "yaml/node.h"

namespace meshlint::model {

// A MeshConfig with the JSON names of its fields, so that a reader needs only `accessLogFile` and
// not `access_log_file` too. The node itself if it has only JSON names.
yaml::Node with_json_names(yaml::Arena& arena, yaml::Node mesh_config);

}  // namespace meshlint::model

#endif  // MESHLINT_MODEL_JSON_NAMES_H_
