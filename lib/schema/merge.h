// Makes one draft of a product's versions, with windows that say what stands in which.
//
//   Draft all = merge({{{1, 21, 0}, first}, {{1, 22, 0}, second}});
#ifndef MESHLINT_SCHEMA_MERGE_H_
#define MESHLINT_SCHEMA_MERGE_H_

#include <utility>
#include <vector>

#include "schema/draft.h"
#include "schema/version.h"

namespace meshlint::schema {

// Oldest version first; the drafts have no windows. Exact: project(merge(drafts), V) says what the
// draft of V says. A window counts from the first version given that has something to the first
// later one that has not; what has always been there where its owner is has no window. Equal types
// become one.
draft::Draft merge(const std::vector<std::pair<Version, draft::Draft>>& versions);

// What a draft says of one version, without windows: the other direction.
draft::Draft project(const draft::Draft& draft, Version version);

// How Kubernetes orders API versions: v2, v1, v1beta2, v1beta1, v1alpha1, and then other names.
bool is_newer_api(std::string_view left, std::string_view right);

}  // namespace meshlint::schema

#endif  // MESHLINT_SCHEMA_MERGE_H_
