#include "schema/crd.h"

#include <fmt/core.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "schema/problems.h"
#include "schema/schema_types.h"

namespace meshlint::schema {
namespace {

using draft::kNoType;
using draft::TypeId;
using yaml::EntryView;
using yaml::Node;
using Dialect = SchemaTypes::Dialect;

bool is_true(Node node) { return node.as_bool().value_or(false); }

// Finds the kinds and the schemas in documents.
class SchemaReader {
 public:
  explicit SchemaReader(const SchemaReading& reading) : reading_(reading), types_(reading, out_) {}
  SchemaReader(const SchemaReader&) = delete;
  SchemaReader& operator=(const SchemaReader&) = delete;

  void read(Node root);
  SchemaRead take() && { return std::move(out_); }

 private:
  void read_crd(Node crd);
  void read_openapi(Node definitions);
  void read_json_schema(Node root);

  const SchemaReading& reading_;
  SchemaRead out_;
  SchemaTypes types_;
};

void SchemaReader::read(Node root) {
  if (is_crd(root)) {
    types_.start(root, Dialect::kStructural);
    read_crd(root);
  } else if (root["kind"].text().ends_with("List") && root["items"].is_list()) {
    types_.start(root, Dialect::kStructural);
    for (const Node item : root["items"]) {
      if (is_crd(item)) read_crd(item);
    }
  } else if (const Node schemas = root["components"]["schemas"]; schemas.is_map()) {
    types_.start(root, Dialect::kOpenApi);
    read_openapi(schemas);
  } else if (const Node definitions = root["definitions"];
             definitions.is_map() && !root["properties"] && !root["$ref"]) {
    types_.start(root, Dialect::kOpenApi);
    read_openapi(definitions);
  } else if (root["properties"] || root["$ref"] || root["$schema"]) {
    types_.start(root, Dialect::kJsonSchema);
    read_json_schema(root);
  }
  types_.finish();
}

void SchemaReader::read_crd(Node crd) {
  const Node spec = crd["spec"];
  const bool is_beta = crd["apiVersion"].text().ends_with("/v1beta1");
  const Node keeps_unknown = spec["preserveUnknownFields"];
  types_.keep_unknown_fields(keeps_unknown ? is_true(keeps_unknown) : is_beta);
  draft::Kind kind;
  kind.name = spec["names"]["kind"].text();
  kind.group = spec["group"].text();
  kind.plural = spec["names"]["plural"].text();
  kind.scope = spec["scope"].text() == "Cluster" ? Scope::kCluster : Scope::kNamespaced;
  if (kind.name.empty() || kind.group.empty()) {
    types_.report(kMissingField, spec ? spec : crd,
                  "CustomResourceDefinition without `group` or `names.kind`");
    return;
  }
  const Node common = spec["validation"]["openAPIV3Schema"];  // of v1beta1
  const auto add = [&](std::string_view name, Node schema) {
    if (name.empty()) return;
    draft::ApiVersion version;
    version.name = name;
    version.root = types_.add_root(kind.name, schema);
    kind.versions.push_back(std::move(version));
  };
  const Node versions = spec["versions"];
  TypeId common_root = kNoType;
  for (const Node version : versions) {
    const Node served = version["served"];
    if (served && !is_true(served)) continue;
    const Node schema = version["schema"]["openAPIV3Schema"];
    if (schema || common_root == kNoType) {
      add(version["name"].text(), schema ? schema : common);
      if (!schema && !kind.versions.empty()) common_root = kind.versions.back().root;
    } else {
      draft::ApiVersion same;
      same.name = version["name"].text();
      same.root = common_root;
      if (!same.name.empty()) kind.versions.push_back(std::move(same));
    }
  }
  if (versions.empty()) add(spec["version"].text(), common);
  if (!kind.versions.empty()) out_.draft.kinds.push_back(std::move(kind));
}

void SchemaReader::read_openapi(Node definitions) {
  for (const EntryView entry : definitions.entries()) {
    const Node names = entry.value["x-kubernetes-group-version-kind"];
    // Envelopes such as DeleteOptions belong to all groups.
    if (names.size() != 1) continue;
    const Node name = names.item(0);
    const std::string_view group = name["group"].text();
    const std::string_view version = name["version"].text();
    const std::string_view kind_name = name["kind"].text();
    if (kind_name.empty() || version.empty()) continue;
    Scope scope = Scope::kNamespaced;
    const auto known = reading_.scopes.find(fmt::format("{}/{}/{}", group, version, kind_name));
    if (known != reading_.scopes.end()) {
      if (!known->second) continue;
      scope = *known->second;
    }
    const auto same = std::ranges::find_if(out_.draft.kinds, [&](const draft::Kind& kind) {
      return kind.name == kind_name && kind.group == group;
    });
    draft::ApiVersion api;
    api.name = version;
    api.root = types_.add_root(std::string(kind_name), entry.value);
    if (same != out_.draft.kinds.end()) {
      same->versions.push_back(std::move(api));
      continue;
    }
    draft::Kind kind;
    kind.name = kind_name;
    kind.group = group;
    kind.scope = scope;
    kind.versions.push_back(std::move(api));
    out_.draft.kinds.push_back(std::move(kind));
  }
}

void SchemaReader::read_json_schema(Node root) {
  draft::NamedType named;
  named.name = root["title"].text().empty() ? "Schema" : std::string(root["title"].text());
  named.type = types_.type_of(root);
  out_.draft.named_types.push_back(std::move(named));
}

}  // namespace

bool is_crd(Node root) {
  return root["kind"].text() == "CustomResourceDefinition" &&
         root["apiVersion"].text().starts_with("apiextensions.k8s.io/");
}

SchemaRead read_schemas(std::span<const Node> roots, const SchemaReading& reading) {
  SchemaReader reader(reading);
  for (const Node root : roots) reader.read(root);
  return std::move(reader).take();
}

}  // namespace meshlint::schema
