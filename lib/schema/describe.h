// What is known of a field, in words for a person at a terminal.
#ifndef MESHLINT_SCHEMA_DESCRIBE_H_
#define MESHLINT_SCHEMA_DESCRIBE_H_

#include <optional>
#include <string>
#include <string_view>

#include "schema/facts.h"
#include "schema/version.h"

namespace meshlint::schema {

// Describes `KIND[.GROUP][.field...]`, such as "VirtualService.spec.http.retries"; lists and maps
// on the way are stepped into. In place of a kind a type of schemas/ may stand, such as MeshConfig;
// of one name, a kind goes first. With a target, only what stands there. Nothing if the path leads
// nowhere; then `error` says why.
std::optional<std::string> describe(std::string_view path, const Targets& targets,
                                    std::string& error);

}  // namespace meshlint::schema

#endif  // MESHLINT_SCHEMA_DESCRIBE_H_
