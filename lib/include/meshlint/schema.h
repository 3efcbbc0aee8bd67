// What meshlint knows of APIs, for people and for other tools.
#ifndef MESHLINT_SCHEMA_H_
#define MESHLINT_SCHEMA_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "meshlint/export.h"
#include "meshlint/result.h"

namespace meshlint {

// Versions by product, as in Config: {"istio", "1.22.1"}. Products that are not there count with
// their newest known version.
using SchemaTargets = std::map<std::string, std::string, std::less<>>;

// Describes a kind or one of its fields in a few lines: type, limits, versions, fields. The path is
// `KIND[.GROUP][.field...]`, such as "VirtualService.spec.http.retries"; lists and maps on the way
// are stepped into, and a type of what lies inside of other objects, such as MeshConfig, may stand
// in place of the kind. With a target, only what stands in it is told. Fails on a path that leads
// nowhere, naming the nearest name, and on a target that is no product or version.
MESHLINT_EXPORT Result<std::string> describe_schema(std::string_view path,
                                                    const SchemaTargets& targets);

// One file of an export.
struct SchemaFile {
  std::string path;  // "networking.istio.io/virtualservice_v1.json", relative
  std::string text;
};

// JSON Schema (draft-07) of every kind and served API version, in the layout that kubeconform takes
// with `-schema-location 'FOLDER/{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json'`; kinds
// of the core group lie in `v1/`, which is their group for it. `all.json` refers to each by its
// apiVersion and kind, for editors that take one schema for all files. Fails on a target that is no
// product or version.
MESHLINT_EXPORT Result<std::vector<SchemaFile>> export_schemas(const SchemaTargets& targets);

}  // namespace meshlint

#endif  // MESHLINT_SCHEMA_H_
