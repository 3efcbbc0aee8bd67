// Turns what products publish of their APIs (CustomResourceDefinitions, OpenAPI) into facts, the
// files of schemas/.
#ifndef MESHLINT_SCHEMA_IMPORT_H_
#define MESHLINT_SCHEMA_IMPORT_H_

#include <string>
#include <vector>

#include "meshlint/export.h"
#include "meshlint/result.h"
#include "meshlint/schema.h"

namespace meshlint {

// What one version of the product has: YAML or JSON files, and tables of scopes (*.tsv), which
// OpenAPI documents lack.
struct SchemaVersion {
  std::string version;
  std::vector<SchemaFile> files;
};

struct SchemaImport {
  std::string product;
  std::vector<SchemaVersion> versions;
  std::vector<std::string> groups;  // all if empty
  std::vector<std::string> kinds;   // all if empty
  // The files of schemas/ as they are, by their names there. Names of types, and what people wrote
  // into the files that are made anew, are kept.
  std::vector<SchemaFile> facts;
  // Files are called GROUP.yaml, or GROUP.SUFFIX.yaml where a group has kinds of several products.
  std::string suffix;
  // The file for types that several groups use; each group has its own if this is empty.
  std::string shared;
  // Leaves out the kinds that another product's facts have already.
  bool only_new_kinds = false;
};

struct SchemaImported {
  std::vector<SchemaFile> files;   // to put into schemas/
  std::vector<std::string> notes;  // what was left out, and what could not be read
};

// The same input gives the same files, byte for byte. Fails if a version is none, or if there is
// nothing to import.
MESHLINT_EXPORT Result<SchemaImported> import_schemas(const SchemaImport& import);

}  // namespace meshlint

#endif  // MESHLINT_SCHEMA_IMPORT_H_
