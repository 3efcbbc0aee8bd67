// The schemas that meshlint has of APIs, for people and for other tools.
#ifndef MESHLINT_SCHEMA_H_
#define MESHLINT_SCHEMA_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "meshlint/export.h"
#include "meshlint/result.h"

namespace meshlint {

// Versions by product, as in Config: {"istio", "1.22.1"}. A product without an entry has its newest
// known version.
using SchemaTargets = std::map<std::string, std::string, std::less<>>;

// Describes a kind or one of its fields in a few lines: type, limits, versions, fields. The path is
// `KIND[.GROUP][.FIELD...]`, such as "VirtualService.spec.http.retries"; items of lists and
// values of maps need no step in it. Instead of a kind, it may start with a type that is embedded
// in other objects, such as MeshConfig. With a target, describes only what exists in that version.
// Fails on an unknown path, with the nearest name, and on an unknown product or version.
MESHLINT_EXPORT Result<std::string> describe_schema(std::string_view path,
                                                    const SchemaTargets& targets);

// One file of an export.
struct SchemaFile {
  std::string path;  // "networking.istio.io/virtualservice_v1.json", relative
  std::string text;
};

// A JSON Schema (draft-07) for every kind and served API version, in a layout for kubeconform's
// `-schema-location 'FOLDER/{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json'`. Kinds of
// the core group are in `v1/`, which kubeconform uses as their group. `all.json` selects the schema
// by apiVersion and kind, for editors that accept one schema for all files. Fails on an unknown
// product or version.
MESHLINT_EXPORT Result<std::vector<SchemaFile>> export_schemas(const SchemaTargets& targets);

}  // namespace meshlint

#endif  // MESHLINT_SCHEMA_H_
