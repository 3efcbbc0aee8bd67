// Converts what products publish about their APIs (CustomResourceDefinitions, OpenAPI) into facts,
// the files of schemas/.
#ifndef MESHLINT_SCHEMA_IMPORT_H_
#define MESHLINT_SCHEMA_IMPORT_H_

#include <string>
#include <vector>

#include "meshlint/export.h"
#include "meshlint/result.h"
#include "meshlint/schema.h"

namespace meshlint {

// The files of one version of the product: YAML or JSON files, and tables of scopes (*.tsv), which
// OpenAPI documents don't contain.
struct SchemaVersion {
  std::string version;
  std::vector<SchemaFile> files;
};

struct SchemaImport {
  std::string product;
  std::vector<SchemaVersion> versions;
  std::vector<std::string> groups;  // all if empty
  std::vector<std::string> kinds;   // all if empty
  // The current files of schemas/, by file name. Names of types, and what people wrote into the
  // files that are regenerated, are kept.
  std::vector<SchemaFile> facts;
  // Files are named GROUP.yaml, or GROUP.SUFFIX.yaml if a group has kinds of several products.
  std::string suffix;
  // The file for types that several groups share. Empty: each group gets its own copy.
  std::string shared;
  // Skips kinds that another product's facts already define.
  bool only_new_kinds = false;
};

struct SchemaImported {
  std::vector<SchemaFile> files;   // to put into schemas/
  std::vector<std::string> notes;  // what was skipped, and what could not be read
};

// The same input produces the same files, byte for byte. Fails on an invalid version, or if there
// is nothing to import.
MESHLINT_EXPORT Result<SchemaImported> import_schemas(const SchemaImport& import);

}  // namespace meshlint

#endif  // MESHLINT_SCHEMA_IMPORT_H_
