// Reads one version of a product's schemas into a draft: CustomResourceDefinitions, OpenAPI
// documents with definitions, plain JSON Schema. The draft has no windows.
//
//   yaml::File file = yaml::parse(source, id);
//   SchemaRead read = read_schemas(roots_of(file));
//   tables = build_tables(read.draft);
//
// Used by the importer of schemas/ and, at run time, for the users' own CRDs: a part that can't be
// read becomes a problem at its place, and the rest is still used.
#ifndef MESHLINT_SCHEMA_CRD_H_
#define MESHLINT_SCHEMA_CRD_H_

#include <span>

#include "schema/schema_reading.h"
#include "yaml/node.h"

namespace meshlint::schema {

// True for a CustomResourceDefinition, of v1 or v1beta1.
bool is_crd(yaml::Node root);

// Each root is a CRD, a list of CRDs, an OpenAPI document or a JSON Schema. A JSON Schema becomes a
// named type with its title as the name. Other documents are skipped. Definitions of OpenAPI keep
// their full names ("io.k8s.api.core.v1.PodSpec"); fields are sorted by name.
SchemaRead read_schemas(std::span<const yaml::Node> roots, const SchemaReading& reading = {});

}  // namespace meshlint::schema

#endif  // MESHLINT_SCHEMA_CRD_H_
