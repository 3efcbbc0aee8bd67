// Turns schemas/*.yaml into one .cc file of read-only tables, or says with
// path:line:column what is wrong in them. Runs in the build.
//
//   meshlint_compile_facts OUTPUT.cc schemas/products.yaml schemas/meta.yaml ...
//
// schemas/README.md describes the format.
#include <fmt/core.h>

#include <cstdint>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schema/facts_file.h"
#include "schema/table_builder.h"
#include "text/source_literal.h"

namespace meshlint::schema {
namespace {

constexpr std::size_t kRowsPerLine = 8;
constexpr std::size_t kBytesPerLine = 96;

std::string row(const Version& version) {
  return fmt::format("{{{},{},{}}}", version.major, version.minor, version.patch);
}
std::string row(const Window& window) {
  return fmt::format("{{{},{}}}", row(window.since), row(window.until));
}
std::string row(double number) { return fmt::format("{}", number); }
std::string row(std::uint32_t number) { return fmt::format("{}U", number); }
std::string row(const tables::TypeRecord& type) {
  return fmt::format("{{{},{},{},{},{},{}U,{},{},{},{}}}", type.name, type.kind, type.decoding,
                     type.product, type.flags, type.element, type.first_field, type.first_facet,
                     type.field_count, type.facet_count);
}
std::string row(const tables::FieldRecord& field) {
  return fmt::format("{{{},{},{},{},{}}}", field.name, field.type, field.when, field.required,
                     field.default_value);
}
std::string row(const tables::FacetRecord& facet) {
  return fmt::format("{{{},{},{},{}}}", facet.kind, facet.format, facet.when, facet.value);
}
std::string row(const tables::ApiVersionRecord& version) {
  return fmt::format("{{{},{},{},0}}", version.name, version.root, version.when);
}
std::string row(const tables::KindRecord& kind) {
  return fmt::format("{{{},{},{},{},{},{},{}}}", kind.name, kind.group, kind.plural, kind.product,
                     kind.scope, kind.version_count, kind.first_version);
}
std::string row(const tables::NamedTypeRecord& type) {
  return fmt::format("{{{},{},{}}}", type.group, type.name, type.type);
}
std::string row(const ProductFacts& product) {
  return fmt::format("{{{},{},{},{},{}}}", text::source_literal(product.name),
                     text::source_literal(product.title), text::source_literal(product.here),
                     row(product.oldest), row(product.newest));
}

template <typename Record>
std::string array(std::string_view type, std::string_view name, const std::vector<Record>& rows) {
  if (rows.empty()) return fmt::format("constexpr std::span<const {}> {};\n", type, name);
  std::string out = fmt::format("constinit const {} {}[] = {{\n", type, name);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    out += row(rows[i]);
    out += (i + 1) % kRowsPerLine == 0 ? ",\n" : ",";
  }
  return out + "};\n";
}

std::string pool_literal(std::string_view pool) {
  std::string out;
  for (std::size_t at = 0; at < pool.size(); at += kBytesPerLine) {
    out += text::source_literal(pool.substr(at, kBytesPerLine)) + '\n';
  }
  return out;
}

std::string source_of(const FactsSet& facts) {
  const TableStorage tables = build_tables(facts.draft);
  return fmt::format(
      "// Made by meshlint_compile_facts from schemas/. Do not edit.\n"
      "#include \"schema/facts.h\"\n#include \"schema/shipped_facts.h\"\n\n"
      "namespace meshlint::schema::tables {{\nnamespace {{\n\n"
      "constinit const char kPool[] =\n{};\n{}{}{}{}{}{}{}{}{}{}"
      "\n}}  // namespace\n\n"
      "constinit const Tables kShipped = {{{{kPool, sizeof kPool - 1}}, kWindows, kNumbers, "
      "kLists, "
      "kTypes, kFields, kFacets, kApiVersions, kKinds, kNamedTypes, kProducts}};\n\n"
      "}}  // namespace meshlint::schema::tables\n",
      pool_literal(tables.pool), array("Window", "kWindows", tables.windows),
      array("double", "kNumbers", tables.numbers), array("std::uint32_t", "kLists", tables.lists),
      array("TypeRecord", "kTypes", tables.types), array("FieldRecord", "kFields", tables.fields),
      array("FacetRecord", "kFacets", tables.facets),
      array("ApiVersionRecord", "kApiVersions", tables.api_versions),
      array("KindRecord", "kKinds", tables.kinds),
      array("NamedTypeRecord", "kNamedTypes", tables.named_types),
      array("Product", "kProducts", facts.products));
}

int run(int argc, char** argv) {
  if (argc < 3) {
    std::cerr << "usage: meshlint_compile_facts OUTPUT.cc FACTS.yaml...\n";
    return 2;
  }
  std::vector<FactsInput> inputs;
  for (int i = 2; i < argc; ++i) {
    std::ifstream in(argv[i], std::ios::binary);
    if (!in) {
      std::cerr << argv[i] << ": cannot be read\n";
      return 2;
    }
    inputs.push_back({argv[i], {std::istreambuf_iterator<char>(in), {}}});
  }
  std::vector<std::string> errors;
  const std::optional<FactsSet> facts = read_facts(std::move(inputs), errors);
  for (const std::string& error : errors) std::cerr << error << '\n';
  if (!facts) return 1;
  std::ofstream out(argv[1], std::ios::binary);
  out << source_of(*facts);
  out.close();
  if (!out) {
    std::cerr << argv[1] << ": cannot be written\n";
    return 2;
  }
  return 0;
}

}  // namespace
}  // namespace meshlint::schema

int main(int argc, char** argv) { return meshlint::schema::run(argc, argv); }
