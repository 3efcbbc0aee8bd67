// The host program that turns the rules of schemas/ into read-only programs.
//
//   meshlint_compile_schema_rules OUTPUT.cc
//
// Reports a rule that doesn't compile, and fails the build.

#include <fmt/core.h>

#include <cstdio>
#include <fstream>
#include <map>
#include <string>

#include "cel/compile.h"
#include "cel/emit_program.h"
#include "cel/library.h"
#include "cel/schema_rules.h"
#include "cel/schema_types.h"
#include "schema/facts.h"

namespace meshlint::cel {
namespace {

int run(const char* path) {
  const schema::Tables& tables = schema::shipped_facts();
  const SchemaTypes types(tables);
  const Libraries libraries = kubernetes_libraries(schema::find_product("kubernetes")->newest);
  bool is_wrong = false;
  std::string arrays;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::string> rows;
  const auto add = [&](schema::Type self, const schema::Rule& rule) {
    std::string& row = rows[{rule.place(tables), self.index()}];
    if (!row.empty()) return;
    Environment environment{.libraries = libraries};
    environment.objects = &types;
    const TypeId type =
        types.type(environment.types, self).value_or(TypeTable::simple(TypeKind::kDyn));
    environment.variables = {{"self", type}};
    const Compiled compiled = compile(rule.expression, environment);
    for (const Issue& issue : compiled.issues) {
      fmt::print(stderr, "schemas: type {}, rule `{}`, byte {}: {}\n", self.name(), rule.expression,
                 issue.begin, issue.message);
      is_wrong = true;
    }
    if (!compiled.issues.empty()) return;
    const std::string name = fmt::format("kRule{}", rows.size());
    row = source_of(compiled.program, name, arrays);
  };
  // A rule can be in a type that checks the values of another one.
  const auto add_all = [&](const auto& self_of, schema::Type self, schema::Type type) -> void {
    for (const schema::Facet facet : type.facets()) {
      if (facet.kind() == schema::FacetKind::kRule) add(self, facet.rule());
      if (facet.kind() != schema::FacetKind::kAll) continue;
      for (std::size_t i = 0; i < facet.size(); ++i) self_of(self_of, self, facet.type(i));
    }
  };
  for (const schema::tables::TypeRecord& record : tables.types) {
    const schema::Type type(tables, record);
    add_all(add_all, type, type);
  }
  if (is_wrong) return 1;

  std::ofstream out(path, std::ios::binary);
  out << "// Made by meshlint_compile_schema_rules from schemas/. Do not edit.\n"
         "#include <limits>\n\n#include \"cel/schema_rules.h\"\n\n"
         "namespace meshlint {\n\nusing namespace std::string_view_literals;\n\nnamespace {\n"
      << arrays << "constexpr cel::CompiledRule kTable[] = {\n";
  for (const auto& [key, program] : rows) {
    out << fmt::format("{{{}, {}, {}}},\n", key.first, key.second, program);
  }
  if (rows.empty()) out << "{}\n";
  out << "};\n}  // namespace\n\nnamespace cel {\n"
         "constinit const std::span<const CompiledRule> kShippedRules = kTable;\n"
         "}\n}  // namespace meshlint\n";
  return out.good() ? 0 : 1;
}

}  // namespace
}  // namespace meshlint::cel

int main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print(stderr, "usage: meshlint_compile_schema_rules OUTPUT.cc\n");
    return 2;
  }
  return meshlint::cel::run(argv[1]);
}
