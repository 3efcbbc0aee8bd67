// The tests of the CEL specification, and every expression that the CRDs of Istio and Gateway API
// hold. Skipped where they are absent.
//
// Tests that need protobuf messages or enums are counted and left out: manifests have none. Those
// that fail stand in cel_exemptions.tsv with a reason each.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>
#include <string>

#include "cel/compile.h"
#include "cel/evaluate.h"
#include "cel/problems.h"
#include "cel/schema_rules.h"
#include "cel/schema_types.h"
#include "schema/crd.h"
#include "schema/table_builder.h"
#include "schema/validate.h"
#include "textproto.h"

namespace meshlint::cel {
namespace {

using conformance::Message;

std::filesystem::path shared_directory() {
  const char* const from_environment = std::getenv("MESHLINT_SHARED");
  return from_environment ? from_environment : MESHLINT_SHARED_DIR;
}

std::string read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

bool needs_protobuf(const Message& test) {
  constexpr auto kMarks = std::to_array<std::string_view>({"TestAllTypes",
                                                           "GlobalEnum",
                                                           "NestedEnum",
                                                           "object_value",
                                                           "enum_value",
                                                           "wrapper",
                                                           "google.protobuf.Any",
                                                           "google.protobuf.Struct",
                                                           "google.protobuf.Value",
                                                           "google.protobuf.ListValue",
                                                           "google.protobuf.BoolValue",
                                                           "google.protobuf.BytesValue",
                                                           "google.protobuf.DoubleValue",
                                                           "google.protobuf.FloatValue",
                                                           "google.protobuf.Int32Value",
                                                           "google.protobuf.Int64Value",
                                                           "google.protobuf.StringValue",
                                                           "google.protobuf.UInt32Value",
                                                           "google.protobuf.UInt64Value",
                                                           "google.protobuf.NullValue",
                                                           "google.protobuf.Empty",
                                                           "google.protobuf.FieldMask",
                                                           "google.protobuf.Timestamp{",
                                                           "google.protobuf.Duration{",
                                                           "proto2",
                                                           "proto3",
                                                           "proto.getExt",
                                                           "proto.hasExt"});
  return std::ranges::any_of(kMarks, [&](std::string_view mark) { return test.mentions(mark); });
}

// A type of the tests as signatures write it.
std::string type_text(const Message& type) {
  static const std::map<std::string, std::string, std::less<>> kNames = {
      {"BOOL", "bool"},     {"INT64", "int"},           {"UINT64", "uint"},
      {"DOUBLE", "double"}, {"STRING", "string"},       {"BYTES", "bytes"},
      {"ANY", "dyn"},       {"TIMESTAMP", "timestamp"}, {"DURATION", "duration"},
  };
  if (type.has("primitive")) return kNames.at(type.text("primitive"));
  if (type.has("well_known")) return kNames.at(type.text("well_known"));
  if (type.has("null")) return "null";
  if (type.has("list_type")) {
    return "list(" + type_text(type.at("list_type").at("elem_type")) + ")";
  }
  if (type.has("map_type")) {
    const Message& map = type.at("map_type");
    return "map(" + type_text(map.at("key_type")) + ", " + type_text(map.at("value_type")) + ")";
  }
  if (type.has("type_param")) return type.text("type_param");
  if (type.has("type")) return "type(" + type_text(type.at("type")) + ")";
  if (type.text("message_type") == "google.protobuf.Timestamp") return "timestamp";
  if (type.text("message_type") == "google.protobuf.Duration") return "duration";
  if (!type.has("abstract_type")) return "dyn";
  std::string text = type.at("abstract_type").text("name");
  std::string parameters;
  for (const Message* const parameter : type.at("abstract_type").all("parameter_types")) {
    parameters += (parameters.empty() ? "" : ", ") + type_text(*parameter);
  }
  return parameters.empty() ? text : text + "(" + parameters + ")";
}

TypeId type_of(TypeTable& types, const Message& type) {
  const std::string text = type_text(type);
  std::string_view view = text;
  return read_type(types, view);
}

// A value of the tests; views the message.
Value value_of(Frame& frame, const Message& value) {
  if (value.has("null_value")) return Value::null();
  if (value.has("bool_value")) return Value::boolean(value.text("bool_value") == "true");
  if (value.has("int64_value")) return Value::integer(std::stoll(value.text("int64_value")));
  if (value.has("uint64_value")) {
    return Value::unsigned_integer(std::stoull(value.text("uint64_value")));
  }
  if (value.has("double_value"))
    return Value::real(std::strtod(value.text("double_value").c_str(), nullptr));
  if (value.has("string_value")) return Value::string(value.text("string_value"));
  if (value.has("bytes_value")) return Value::bytes(value.text("bytes_value"));
  if (value.has("type_value")) return Value::type(value.text("type_value"));
  std::vector<Value> items;
  if (value.has("list_value")) {
    for (const Message* const item : value.at("list_value").all("values")) {
      items.push_back(value_of(frame, *item));
    }
    return frame.list(items);
  }
  if (!value.has("map_value")) return Value();
  for (const Message* const entry : value.at("map_value").all("entries")) {
    items.push_back(value_of(frame, entry->at("key")));
    items.push_back(value_of(frame, entry->at("value")));
  }
  return Value::map(frame.list(items).values());
}

// Same kind and same contents; NaN is the same as NaN.
bool is_same(Frame& frame, const Value& a, const Value& b) {
  if (a.kind() != b.kind()) return false;
  switch (a.kind()) {
    case ValueKind::kDouble:
      return a.as_double() == b.as_double() ||
             (std::isnan(a.as_double()) && std::isnan(b.as_double()));
    case ValueKind::kNull:
      return true;
    case ValueKind::kBool:
    case ValueKind::kInt:
    case ValueKind::kUint:
      return a.as_uint() == b.as_uint();
    case ValueKind::kString:
    case ValueKind::kBytes:
    case ValueKind::kType:
      return a.text() == b.text();
    case ValueKind::kList:
      if (a.size() != b.size()) return false;
      for (std::size_t i = 0; i < a.size(); ++i) {
        if (!is_same(frame, frame.item(a, i), frame.item(b, i))) return false;
      }
      return true;
    case ValueKind::kMap:
      if (a.size() != b.size()) return false;
      for (std::size_t i = 0; i < a.size(); ++i) {
        Value other;
        if (!frame.find(b, frame.key(a, i), other)) return false;
        if (!is_same(frame, frame.entry(a, i), other)) return false;
      }
      return true;
    default:
      return false;
  }
}

std::string overloads_of(const Message& function) {
  std::string text;
  for (const Message* const overload : function.all("overloads")) {
    std::vector<std::string> parameters;
    for (const Message* const parameter : overload->all("params")) {
      parameters.push_back(type_text(*parameter));
    }
    if (!text.empty()) text += " | ";
    std::size_t first = 0;
    if (overload->text("is_instance_function") == "true") {
      text += parameters[0] + ".";
      first = 1;
    }
    text += "(";
    for (std::size_t i = first; i < parameters.size(); ++i) {
      text += (i > first ? ", " : "") + parameters[i];
    }
    text += ") " + type_text(overload->at("result_type"));
  }
  return text;
}

// Runs one test; gives why it fails, or nothing.
std::string failure_of(const Message& test, Regexes& regexes) {
  Environment environment;
  environment.libraries = all_libraries();
  environment.is_homogeneous = false;
  environment.container = test.text("container");
  environment.is_checked = test.text("disable_check") != "true";
  environment.has_macros = test.text("disable_macros") != "true";
  for (const Message* const declared : test.all("type_env")) {
    if (declared->has("ident")) {
      environment.variables.push_back(
          {declared->text("name"), type_of(environment.types, declared->at("ident").at("type"))});
    } else {
      environment.functions.push_back(
          {declared->text("name"), overloads_of(declared->at("function"))});
    }
  }
  for (const Message* const binding : test.all("bindings")) {
    const bool is_declared = std::ranges::any_of(
        environment.variables,
        [&](const Variable& variable) { return variable.name == binding->text("key"); });
    if (!is_declared) environment.variables.push_back({binding->text("key")});
  }
  const Compiled compiled = compile(test.text("expr"), environment);
  if (!compiled.issues.empty()) return "does not compile: " + compiled.issues.front().message;

  const Message& typed = test.at("typed_result");
  if (typed.has("deduced_type")) {
    const TypeId wanted = type_of(environment.types, typed.at("deduced_type"));
    if (compiled.type != wanted) {
      return "is of type " + environment.types.text(compiled.type) + ", not " +
             environment.types.text(wanted);
    }
  }
  if (test.text("check_only") == "true") return {};

  Frame frame(regexes);
  const ProgramView program = compiled.program.view();
  frame.start(program);
  for (const Message* const binding : test.all("bindings")) {
    for (std::size_t i = 0; i < environment.variables.size(); ++i) {
      if (environment.variables[i].name != binding->text("key")) continue;
      frame.bind(static_cast<std::uint32_t>(i), value_of(frame, binding->at("value").at("value")));
    }
  }
  const Value result = evaluate(program, frame);
  if (test.has("eval_error") || test.has("any_eval_errors")) {
    return result.is_error() ? "" : "gives a value, not an error";
  }
  Value wanted = Value::boolean(true);
  if (test.has("value")) wanted = value_of(frame, test.at("value"));
  if (typed.has("result")) wanted = value_of(frame, typed.at("result"));
  if (is_same(frame, wanted, result)) return {};
  std::string text = "gives another value: ";
  text += type_name(result);
  if (result.is_error() || result.is(ValueKind::kString)) text += " " + std::string(result.text());
  return text;
}

// "file section test" to a reason.
std::map<std::string, std::string> read_exemptions() {
  std::map<std::string, std::string> exemptions;
  std::istringstream lines(read(MESHLINT_CONFORMANCE_DIR "/cel_exemptions.tsv"));
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line.starts_with('#')) continue;
    const std::size_t tab = line.rfind('\t');
    exemptions[line.substr(0, tab)] = line.substr(tab + 1);
  }
  return exemptions;
}

TEST(CelConformance, specification) {
  const std::filesystem::path directory = shared_directory() / "cases/cel-conformance";
  if (!std::filesystem::exists(directory)) GTEST_SKIP() << "no " << directory;
  std::map<std::string, std::string> exemptions = read_exemptions();
  Regexes regexes;
  int passed = 0;
  int exempt = 0;
  int protobuf = 0;
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    if (entry.path().extension() == ".textproto") paths.push_back(entry.path());
  }
  std::ranges::sort(paths);
  for (const std::filesystem::path& path : paths) {
    const Message file = conformance::read_textproto(read(path));
    for (const Message* const section : file.all("section")) {
      for (const Message* const test : section->all("test")) {
        if (needs_protobuf(*test)) {
          ++protobuf;
          continue;
        }
        const std::string name =
            path.stem().string() + "\t" + section->text("name") + "\t" + test->text("name");
        const std::string failure = failure_of(*test, regexes);
        const auto exemption = exemptions.find(name);
        if (failure.empty()) {
          ++passed;
          EXPECT_TRUE(exemption == exemptions.end()) << name << ": exemption no longer needed";
        } else if (exemption != exemptions.end()) {
          ++exempt;
        } else {
          ADD_FAILURE() << name << ": `" << test->text("expr") << "` " << failure;
        }
        if (exemption != exemptions.end()) exemptions.erase(exemption);
      }
    }
  }
  for (const auto& [name, reason] : exemptions) ADD_FAILURE() << name << ": there is no such test";
  std::cout << passed << " tests pass, " << exempt << " are exempt, " << protobuf
            << " need protobuf messages or enums\n";
  EXPECT_GE(passed * 100, (passed + exempt) * 98);
}

// What a column of the table stands for: escapes undone.
std::string unescaped(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size()) {
      const char next = text[++i];
      result += next == 'n' ? '\n' : (next == 't' ? '\t' : next);
    } else {
      result += text[i];
    }
  }
  return result;
}

TEST(CelConformance, expressions_of_real_crds_compile) {
  const std::filesystem::path path = shared_directory() / "reference/cel-usage.tsv";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "no " << path;
  std::istringstream lines(read(path));
  std::string line;
  std::getline(lines, line);
  std::set<std::string> expressions;
  while (std::getline(lines, line)) {
    std::istringstream columns(line);
    std::string column;
    for (int i = 0; i < 8; ++i) std::getline(columns, column, '\t');
    expressions.insert(unescaped(column));
  }
  for (const std::string& expression : expressions) {
    Environment environment;
    environment.libraries = kubernetes_libraries({1, 36, 0});
    for (const char* const name : {"self", "oldSelf", "object", "oldObject", "variables", "request",
                                   "params", "namespaceObject", "authorizer"}) {
      environment.variables.push_back({name});
    }
    const Compiled compiled = compile(expression, environment);
    EXPECT_TRUE(compiled.issues.empty()) << expression << ": " << compiled.issues.front().message;
  }
  std::cout << expressions.size() << " expressions\n";
  EXPECT_FALSE(expressions.empty());
}

// Compiles every rule of the CRDs in a file against the types of their schemas.
std::size_t compile_rules(const std::filesystem::path& path) {
  const text::Source source(path.filename().string(), read(path));
  const yaml::File file = yaml::parse(source, 0);
  std::vector<yaml::Node> roots;
  for (const yaml::Document& document : file.documents) roots.push_back(document.root);
  const schema::SchemaRead crds = schema::read_schemas(roots);
  const schema::TableStorage storage = schema::build_tables(crds.draft);
  const schema::Tables tables = storage.view({});
  const SchemaTypes types(tables);
  std::size_t count = 0;
  for (const schema::tables::TypeRecord& record : tables.types) {
    const schema::Type type(tables, record);
    for (const schema::Facet facet : type.facets()) {
      if (facet.kind() != schema::FacetKind::kRule) continue;
      ++count;
      Environment environment;
      environment.libraries = kubernetes_libraries({1, 36, 0});
      environment.objects = &types;
      const std::optional<TypeId> self = types.type(environment.types, type);
      // allOf branches say nothing of the type; the value that they judge does.
      const TypeId known = self.value_or(TypeTable::simple(TypeKind::kDyn));
      const bool is_optional = facet.rule().has_optional_old_self;
      environment.variables = {
          {"self", known}, {"oldSelf", is_optional ? environment.types.optional(known) : known}};
      const Compiled compiled = compile(facet.rule().expression, environment);
      if (!compiled.issues.empty()) {
        ADD_FAILURE() << path << ": " << facet.rule().expression << ": "
                      << compiled.issues.front().message;
      } else {
        EXPECT_EQ(compiled.type, TypeTable::simple(TypeKind::kBool)) << facet.rule().expression;
      }
    }
  }
  return count;
}

TEST(CelConformance, rules_of_real_crds_have_types) {
  const std::filesystem::path directory = shared_directory() / "crds";
  if (!std::filesystem::exists(directory)) GTEST_SKIP() << "no " << directory;
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
    const bool is_crd = entry.path().string().find("/kubernetes/") == std::string::npos;
    if (is_crd && entry.path().extension() == ".yaml") count += compile_rules(entry.path());
  }
  std::cout << count << " rules\n";
  EXPECT_GT(count, 0U);
}

// Istio's own examples against Istio's CRDs with their rules: a document with `_err` has to be
// rejected, by a rule with a message that contains that text if a rule does it; others accepted.
TEST(CelConformance, examples_of_istio) {
  const std::filesystem::path directory = shared_directory() / "cases/istio-api";
  const schema::Version newest = schema::find_product("istio")->newest;
  const std::filesystem::path crds_path =
      shared_directory() / "crds/istio" / schema::to_string(newest) / "crds.yaml";
  if (!std::filesystem::exists(directory)) GTEST_SKIP() << "no " << directory;
  const text::Source crds_source("crds.yaml", read(crds_path));
  const yaml::File crds_file = yaml::parse(crds_source, 0);
  std::vector<yaml::Node> roots;
  for (const yaml::Document& document : crds_file.documents) roots.push_back(document.root);
  const schema::SchemaRead crds = schema::read_schemas(roots);
  const schema::TableStorage storage = schema::build_tables(crds.draft);
  const schema::Tables tables = storage.view({});
  SchemaRules rules(kubernetes_libraries({1, 36, 0}));
  SchemaRules shipped_rules(kubernetes_libraries({1, 36, 0}), kShippedRules);
  const schema::Targets targets = {
      {"istio", {.version = newest, .written = "", .from = "", .is_assumed = false}}};
  int accepted = 0;
  int rejected = 0;
  int rejected_by_rule = 0;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    if (entry.path().extension() != ".yaml") continue;
    const text::Source source(entry.path().filename().string(), read(entry.path()));
    const yaml::File file = yaml::parse(source, 0);
    for (const yaml::Document& document : file.documents) {
      const std::string_view api = document.root["apiVersion"].text();
      const std::size_t slash = api.find('/');
      const schema::Kind kind =
          schema::find_kind(api.substr(0, slash), document.root["kind"].text(), tables);
      ASSERT_TRUE(kind && kind.version(api.substr(slash + 1))) << source.path();
      std::vector<text::Problem> problems;
      schema::validate(kind, document.root, {}, schema::Part::kWhole, problems);
      std::erase_if(problems, [](const text::Problem& problem) {
        return problem.message.find("_err") != std::string::npos;
      });
      rules.check(kind.version(api.substr(slash + 1)).root(), document.root, {}, problems);
      const std::string name(document.root.at("metadata.name").text());
      const yaml::Node wanted = document.root["_err"];
      // What schemas/ says of the same version.
      const schema::Kind shipped =
          schema::find_kind(api.substr(0, slash), document.root["kind"].text());
      std::vector<text::Problem> by_shipped;
      schema::validate(shipped, document.root, targets, schema::Part::kWhole, by_shipped);
      std::erase_if(by_shipped, [](const text::Problem& problem) {
        return problem.message.find("_err") != std::string::npos;
      });
      shipped_rules.check(shipped.version(api.substr(slash + 1)).root(), document.root, targets,
                          by_shipped);
      EXPECT_EQ(by_shipped.empty(), !wanted)
          << source.path() << ' ' << name << ": "
          << (by_shipped.empty() ? wanted.text() : std::string_view(by_shipped.front().message));
      if (!wanted) {
        ++accepted;
        EXPECT_TRUE(problems.empty())
            << source.path() << ' ' << name << ": " << problems.front().message;
        continue;
      }
      ++rejected;
      ASSERT_FALSE(problems.empty()) << source.path() << ' ' << name;
      if (problems.front().kind != cel::kRuleFailed) continue;
      ++rejected_by_rule;
      // Upstream puts the field and its value in front of the rule's message.
      const bool is_said = std::ranges::any_of(problems, [&](const text::Problem& problem) {
        const std::string at = yaml::path_of(document.root, problem.at) + ": Invalid value";
        return wanted.text() == at ||
               wanted.text().find(problem.message) != std::string_view::npos ||
               problem.message.find(wanted.text()) != std::string::npos;
      });
      EXPECT_TRUE(is_said) << source.path() << ' ' << name << ": " << problems.front().message;
    }
  }
  std::cout << accepted << " accepted, " << rejected << " rejected, " << rejected_by_rule
            << " of them by a rule\n";
  EXPECT_GT(rejected_by_rule, 0);
}

}  // namespace
}  // namespace meshlint::cel
