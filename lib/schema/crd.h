// Reads one version of a product's schemas into a draft: CustomResourceDefinitions, OpenAPI
// documents with definitions, plain JSON Schema. The draft has no windows.
//
//   yaml::File file = yaml::parse(source, id);
//   SchemaRead read = read_schemas(roots_of(file));
//   tables = build_tables(read.draft);
//
// Serves the importer of schemas/ and, at run time, the users' own CRDs: what cannot be read
// becomes a problem at its place, and the rest is still used.
#ifndef MESHLINT_SCHEMA_CRD_H_
#define MESHLINT_SCHEMA_CRD_H_

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schema/draft.h"
#include "text/problem.h"
#include "yaml/node.h"

namespace meshlint::schema {

// Scopes by "group/version/Kind", which OpenAPI does not tell. Nothing for a kind that nobody
// writes into a file, such as PodList.
using KindScopes = std::map<std::string, std::optional<Scope>, std::less<>>;

// Reads lines of group, version, kind and scope ("Namespaced", "Cluster", or "-" for kinds that
// nobody writes), with tabs between them. Other scopes count as namespaced.
KindScopes parse_kind_scopes(std::string_view lines);

struct SchemaReading {
  KindScopes scopes;
  std::size_t max_depth = 64;
  std::size_t max_types = 500'000;
};

struct SchemaRead {
  draft::Draft draft;
  std::vector<text::Problem> problems;
  // Schemas that constrain the `metadata` of whole objects. A draft gives all kinds one metadata,
  // so these constraints are left out.
  std::size_t dropped_metadata = 0;
};

// True for a CustomResourceDefinition, of v1 or v1beta1.
bool is_crd(yaml::Node root);

// Each root is a CRD, a list of them, an OpenAPI document or a JSON Schema; the latter becomes a
// named type that bears its title. Documents of other kinds are passed over. Definitions of
// OpenAPI keep their full names ("io.k8s.api.core.v1.PodSpec"); fields are sorted by name.
SchemaRead read_schemas(std::span<const yaml::Node> roots, const SchemaReading& reading = {});

}  // namespace meshlint::schema

#endif  // MESHLINT_SCHEMA_CRD_H_
