// Which kinds are namespaced and which are cluster-scoped, since OpenAPI documents don't say.
#ifndef MESHLINT_SCHEMA_KIND_SCOPES_H_
#define MESHLINT_SCHEMA_KIND_SCOPES_H_

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "schema/facts.h"

namespace meshlint::schema {

// Scopes by "group/version/Kind". Nothing for a kind that isn't written to files, such as PodList.
using KindScopes = std::map<std::string, std::optional<Scope>, std::less<>>;

// Reads lines of group, version, kind and scope, separated by tabs. The scope is "Namespaced",
// "Cluster", or "-" for a kind that isn't written to files; others count as namespaced.
KindScopes parse_kind_scopes(std::string_view lines);

}  // namespace meshlint::schema

#endif  // MESHLINT_SCHEMA_KIND_SCOPES_H_
