// A schema and an object, a line `---` between them: the user's own CRD, JSON Schema or OpenAPI,
// and what it is to judge. Reading, judging and exporting must stand anything.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "schema/crd.h"
#include "schema/export.h"
#include "schema/table_builder.h"
#include "schema/validate.h"
#include "text/source.h"
#include "yaml/document.h"

namespace {

using namespace meshlint;

void require(bool is_true) {
  if (!is_true) std::abort();
}

void check(const std::vector<text::Problem>& problems, const text::Source& source) {
  for (const text::Problem& problem : problems) {
    require(problem.at.begin <= problem.at.end && problem.at.end <= source.bytes().size());
    require(!problem.message.empty());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const text::Source source("a.yaml", std::string(reinterpret_cast<const char*>(data), size));
  const yaml::File file = yaml::parse(source, 0);
  std::vector<yaml::Node> roots;
  for (const yaml::Document& document : file.documents) roots.push_back(document.root);
  if (roots.empty()) return 0;
  const schema::SchemaRead read = schema::read_schemas(std::vector<yaml::Node>{roots.front()});
  check(read.problems, source);
  const schema::TableStorage storage = schema::build_tables(read.draft);
  const schema::Tables tables = storage.view({});
  for (const schema::Kind kind : schema::kinds(tables)) {
    for (const schema::ApiVersion version : kind.versions()) {
      require(!schema::json_schema(kind, version, {}).empty());
    }
    for (const yaml::Node root : roots) {
      std::vector<text::Problem> problems;
      schema::validate(kind, root, {}, schema::Part::kWhole, problems);
      schema::validate(kind, root, {}, schema::Part::kPatch, problems);
      check(problems, source);
    }
  }
  for (const schema::tables::NamedTypeRecord& named : tables.named_types) {
    std::vector<text::Problem> problems;
    schema::validate(schema::Type(tables, tables.types[named.type]), roots.back(), {},
                     schema::Part::kWhole, problems);
    check(problems, source);
  }
  return 0;
}
