// Every CRD of the shared folder, in every version: objects are made from the upstream schema, and
// spoiled in one place. A plain reading of that schema, the facts of schemas/ for that version, the
// CRD loaded as a user's own, and RapidJSON on our export must all judge each object alike. Skipped
// where the shared folder is absent.

#include <gtest/gtest.h>
#define RAPIDJSON_SCHEMA_USE_INTERNALREGEX 0
#include <fmt/core.h>
#include <rapidjson/document.h>
#include <rapidjson/schema.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "conformance/objects.h"
#include "schema/crd.h"
#include "schema/export.h"
#include "schema/facts_file.h"
#include "schema/table_builder.h"
#include "schema/validate.h"
#include "text/source.h"
#include "yaml/document.h"

namespace meshlint::schema {
namespace {

namespace fs = std::filesystem;
using conformance::json_of;
using conformance::Maker;
using conformance::Patterns;
using conformance::Random;
using conformance::read_file;
using conformance::spoil;
using conformance::Value;
using conformance::value_of;
using yaml::EntryView;
using yaml::Node;

// Why a plain reading of the schema refuses a value.
enum Reason : unsigned {
  kStructure = 1,  // what JSON Schema has words for
  kPattern = 2,    // in RE2's syntax, which std::regex does not share
  kFormat = 4,
  kListKeys = 8,
};

std::size_t code_points(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

// The plain reading: the upstream schema as it stands, keyword by keyword.
class Reading {
 public:
  explicit Reading(Patterns& patterns) : patterns_(patterns) {}

  unsigned judge(Node schema, const Value& value, bool is_root) {
    reasons_ = 0;
    whole(schema, value, is_root);
    return reasons_;
  }

 private:
  void refuse(Reason reason) { reasons_ |= reason; }

  static bool is_true(Node node) { return node.as_bool().value_or(false); }

  void whole(Node schema, const Value& value, bool is_root) {
    if (value.kind == Value::Kind::kNull) {
      if (!is_true(schema["nullable"]) && schema["type"]) refuse(kStructure);
      return;
    }
    if (is_true(schema["x-kubernetes-int-or-string"])) {
      if (value.kind != Value::Kind::kInt && value.kind != Value::Kind::kString) refuse(kStructure);
    } else if (const Node type = schema["type"]; type && !has_type(type.text(), value)) {
      refuse(kStructure);
      return;
    }
    keywords(schema, value);
    if (value.kind == Value::Kind::kMap) fields(schema, value, is_root, true);
    if (value.kind == Value::Kind::kList) {
      if (const Node items = schema["items"]) {
        for (const Value& item : value.items) whole(items, item, false);
      }
      duplicates(schema, value);
    }
  }

  static bool has_type(std::string_view type, const Value& value) {
    switch (value.kind) {
      case Value::Kind::kBool:
        return type == "boolean";
      case Value::Kind::kInt:
        return type == "integer" || type == "number";
      case Value::Kind::kDouble:
        return type == "number";
      case Value::Kind::kString:
        return type == "string";
      case Value::Kind::kList:
        return type == "array";
      case Value::Kind::kMap:
        return type == "object";
      default:
        return false;
    }
  }

  void fields(Node schema, const Value& value, bool is_root, bool is_structural) {
    const Node properties = schema["properties"];
    const Node additional = schema["additionalProperties"];
    const bool is_open = is_true(schema["x-kubernetes-preserve-unknown-fields"]) ||
                         additional.is_map() || is_true(additional);
    const bool is_embedded = is_true(schema["x-kubernetes-embedded-resource"]);
    for (const auto& [name, inner] : value.fields) {
      const bool is_header = name == "apiVersion" || name == "kind" || name == "metadata";
      if ((is_root || is_embedded) && is_header) continue;
      if (const Node property = properties[name]) {
        const bool is_pruned = inner.kind == Value::Kind::kNull && !is_true(property["nullable"]);
        if (is_pruned) continue;
        if (is_structural) {
          whole(property, inner, false);
        } else {
          branch(property, inner);
        }
      } else if (additional.is_map()) {
        if (inner.kind != Value::Kind::kNull) whole(additional, inner, false);
      } else if (is_structural && !is_open) {
        refuse(kStructure);
      }
    }
    for (const Node name : schema["required"]) {
      if (is_root && (name.text() == "apiVersion" || name.text() == "kind")) continue;
      const Value* const inner = value.field(name.text());
      const Node property = properties[name.text()];
      const bool is_there =
          inner && (inner->kind != Value::Kind::kNull || is_true(property["nullable"]));
      if (!is_there && !(is_structural && property["default"])) refuse(kStructure);
    }
    if (!is_embedded) return;
    for (const std::string_view name : {"apiVersion", "kind"}) {
      const Value* const inner = value.field(name);
      if (!inner || inner->kind != Value::Kind::kString || inner->text.empty()) refuse(kStructure);
    }
  }

  void keywords(Node schema, const Value& value) {
    const auto limit = [&](std::string_view keyword, double found, bool is_minimum) {
      const std::optional<double> edge = schema[keyword].as_double();
      if (edge && (is_minimum ? found < *edge : found > *edge)) refuse(kStructure);
    };
    if (const Node values = schema["enum"]) {
      const bool is_known =
          std::ranges::any_of(values, [&](Node known) { return value_of(known) == value; });
      if (!is_known) refuse(kStructure);
    }
    if (value.is_number()) {
      limit("minimum", value.as_double(), true);
      limit("maximum", value.as_double(), false);
      if (schema["format"].text() == "int32" && std::abs(value.as_double()) > 2147483648.0) {
        refuse(kStructure);
      }
    }
    if (value.kind == Value::Kind::kString) {
      limit("minLength", static_cast<double>(code_points(value.text)), true);
      limit("maxLength", static_cast<double>(code_points(value.text)), false);
      if (const Node pattern = schema["pattern"]) {
        if (!patterns_.matches(pattern.text(), value.text)) refuse(kPattern);
      }
      format(schema["format"].text(), value.text);
    }
    if (value.kind == Value::Kind::kList) {
      limit("minItems", static_cast<double>(value.items.size()), true);
      limit("maxItems", static_cast<double>(value.items.size()), false);
    }
    if (value.kind == Value::Kind::kMap) {
      limit("minProperties", static_cast<double>(value.fields.size()), true);
      limit("maxProperties", static_cast<double>(value.fields.size()), false);
    }
    conditions(schema, value);
  }

  void format(std::string_view format, std::string_view text) {
    std::string_view pattern;
    if (format == "byte") {
      pattern = "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$";
    } else if (format == "date-time") {
      pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?Z$";
    } else if (format == "duration") {
      pattern = "[0-9] *(ns|us|ms|s|sec|m|min|minute|h|hr|hour|d|day|w|wk|week)s?\\b";
    } else if (format == "ipv4") {
      pattern = "^[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}$";
    } else if (format == "ipv6") {
      pattern = "^[0-9a-f:]*:[0-9a-f:]*$";
    } else if (format == "cidr") {
      pattern = "^[0-9A-Fa-f.:]*[.:][0-9A-Fa-f.:]*/[0-9]{1,3}$";
    } else if (format == "hostname") {
      pattern =
          "^[A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?)*\\.?"
          "$";
    } else if (format == "uri") {
      pattern = "^(/|[A-Za-z][A-Za-z0-9+.-]*:).*$";
    } else if (format == "uuid") {
      pattern = "^[0-9A-Fa-f]{8}(-?[0-9A-Fa-f]{4}){3}-?[0-9A-Fa-f]{12}$";
    }
    if (!pattern.empty() && !patterns_.matches(pattern, text)) refuse(kFormat);
  }

  // A schema below allOf, anyOf, oneOf or not: it only judges.
  void branch(Node schema, const Value& value) {
    if (const Node type = schema["type"]; type && !has_type(type.text(), value)) {
      refuse(kStructure);
      return;
    }
    keywords(schema, value);
    if (value.kind == Value::Kind::kMap) fields(schema, value, false, false);
    if (value.kind == Value::Kind::kList && schema["items"]) {
      for (const Value& item : value.items) branch(schema["items"], item);
    }
  }
  unsigned reasons_against(Node schema, const Value& value) {
    const unsigned before = std::exchange(reasons_, 0U);
    branch(schema, value);
    return std::exchange(reasons_, before);
  }
  bool fits(Node schema, const Value& value) { return reasons_against(schema, value) == 0; }

  void conditions(Node schema, const Value& value) {
    if (is_true(schema["x-kubernetes-int-or-string"])) return;
    for (const Node each : schema["allOf"]) branch(each, value);
    const auto fitting = [&](Node list) {
      return std::ranges::count_if(list, [&](Node each) { return fits(each, value); });
    };
    if (const Node any = schema["anyOf"]; any && fitting(any) == 0) {
      // Who doesn't know formats lets a value pass that only breaks the format of one of them.
      unsigned against = kStructure;
      for (const Node each : any) {
        const unsigned reasons = reasons_against(each, value);
        if ((reasons & kStructure) == 0) against = reasons;
      }
      reasons_ |= against;
    }
    if (const Node one = schema["oneOf"]; one && fitting(one) != 1) refuse(kStructure);
    if (const Node no = schema["not"]; no && fits(no, value)) refuse(kStructure);
  }

  void duplicates(Node schema, const Value& value) {
    const std::string_view list_type = schema["x-kubernetes-list-type"].text();
    if (list_type != "set" && list_type != "map") return;
    const Node keys = schema["x-kubernetes-list-map-keys"];
    const Node properties = schema["items"]["properties"];
    for (std::size_t i = 0; i < value.items.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        bool is_equal = list_type == "map" ? true : value.items[i] == value.items[j];
        for (const Node key : keys) {
          const Value* const left = value.items[i].field(key.text());
          const Value* const right = value.items[j].field(key.text());
          const Value standard = value_of(properties[key.text()]["default"]);
          is_equal = is_equal && (left ? *left : standard) == (right ? *right : standard);
        }
        if (is_equal) refuse(list_type == "map" ? kListKeys : kStructure);
      }
    }
  }

  Patterns& patterns_;
  unsigned reasons_ = 0;
};

// The facts of schemas/ without what people added to them: that is not in any schema.
std::optional<FactsSet> shipped_without_additions() {
  std::vector<FactsInput> inputs;
  for (const auto& entry : fs::directory_iterator(MESHLINT_SCHEMAS_DIR)) {
    if (entry.path().extension() != ".yaml") continue;
    std::string bytes = read_file(entry.path());
    if (const std::size_t additions = bytes.find("\nadds:"); additions != bytes.npos) {
      bytes.resize(additions + 1);
    }
    inputs.push_back({entry.path().string(), std::move(bytes)});
  }
  std::ranges::sort(inputs, {}, &FactsInput::path);
  std::vector<std::string> errors;
  std::optional<FactsSet> facts = read_facts(std::move(inputs), errors);
  for (const std::string& error : errors) ADD_FAILURE() << error;
  return facts;
}

struct Counts {
  std::size_t objects = 0;
  std::size_t refused = 0;
  std::size_t by_facts = 0;   // also judged by the facts of schemas/
  std::size_t by_export = 0;  // also judged by RapidJSON
  std::size_t apis = 0;
  std::size_t told = 0;
};

struct Api {
  std::string product;  // as in products.yaml; empty if no facts are shipped
  Version version;
  std::string place;
};

class Conformance {
 public:
  Conformance(const Tables& facts, std::size_t objects_per_api)
      : facts_(facts), objects_per_api_(objects_per_api) {}

  void file(const fs::path& path, const Api& api) {
    const text::Source source(path.string(), read_file(path));
    const yaml::File file = yaml::parse(source, 0);
    std::vector<Node> roots;
    for (const yaml::Document& document : file.documents) {
      // OpenShift publishes parts of a CRD, too, which no API server accepts as they are.
      if (document.root["spec"]["group"]) roots.push_back(document.root);
    }
    const SchemaRead read = read_schemas(roots);
    for (const text::Problem& problem : read.problems) ADD_FAILURE() << path << problem.message;
    const TableStorage storage = build_tables(read.draft);
    const Tables own = storage.view({});
    for (const Node root : roots) {
      if (!is_crd(root)) continue;
      for (const Node version : root["spec"]["versions"]) crd(root, version, own, api);
    }
  }
  const Counts& counts() const { return counts_; }

 private:
  void crd(Node root, Node version, const Tables& own, const Api& api) {
    const Node schema = version["schema"]["openAPIV3Schema"];
    if (!schema || !version["served"].as_bool().value_or(true)) return;
    const std::string group(root["spec"]["group"].text());
    const std::string name(root["spec"]["names"]["kind"].text());
    const Kind own_kind = find_kind(group, name, own);
    ASSERT_TRUE(own_kind) << name;
    Targets targets;
    Kind shipped_kind;
    if (!api.product.empty()) {
      targets[api.product] = {
          .version = api.version, .written = "", .from = "", .is_assumed = false};
      for (const Kind kind : kinds(facts_)) {
        const bool is_it = kind.name() == name && kind.group() == group && kind.product() &&
                           kind.product()->name == api.product;
        if (is_it) shipped_kind = kind;
      }
      EXPECT_TRUE(shipped_kind) << api.place << ": no facts about " << name;
      // Its CRD takes anything; the facts are of what istioctl reads, which takes no unknown field.
      if (name == "IstioOperator") shipped_kind = {};
    }
    const std::string api_version(version["name"].text());
    std::unique_ptr<rapidjson::SchemaDocument> exported;
    const Kind exported_kind = shipped_kind ? shipped_kind : own_kind;
    if (const ApiVersion known = exported_kind.version(api_version)) {
      rapidjson::Document document;
      document.Parse(json_schema(exported_kind, known, api.version).c_str());
      ASSERT_FALSE(document.HasParseError()) << name;
      exported = std::make_unique<rapidjson::SchemaDocument>(document);
    } else {
      ADD_FAILURE() << api.place << ": no facts about " << name << ' ' << api_version;
    }
    ++counts_.apis;
    Maker maker(patterns_, random_);
    for (std::size_t i = 0; i < objects_per_api_; ++i) {
      std::optional<Value> object = maker.make(schema, 0, true);
      if (!object) continue;
      Value metadata = Value::of_kind(Value::Kind::kMap);
      metadata.fields.emplace_back("name", Value::of("x"));
      for (std::size_t spoils = random_.below(3); spoils > 0; --spoils) {
        spoil(*object, schema, random_);
      }
      auto& fields = object->fields;
      std::erase_if(fields, [](const auto& field) {
        return field.first == "apiVersion" || field.first == "kind" || field.first == "metadata";
      });
      fields.insert(fields.begin(), {{"apiVersion", Value::of(group + '/' + api_version)},
                                     {"kind", Value::of(name)},
                                     {"metadata", metadata}});
      judge(*object, schema, own_kind, shipped_kind, targets, exported.get(), api);
    }
  }

  static std::string problems_of(Kind kind, Node root, const Targets& targets) {
    std::vector<text::Problem> problems;
    validate(kind, root, targets, Part::kWhole, problems);
    std::string told;
    for (const text::Problem& problem : problems) told += problem.message + "; ";
    return told;
  }

  void judge(const Value& object, Node schema, Kind own, Kind shipped, const Targets& targets,
             const rapidjson::SchemaDocument* exported, const Api& api) {
    const unsigned reasons = Reading(patterns_).judge(schema, object, true);
    const std::string json = json_of(object);
    const text::Source source("object.json", json);
    const yaml::File file = yaml::parse(source, 0);
    ASSERT_EQ(file.documents.size(), 1U);
    const Node root = file.documents.front().root;
    ++counts_.objects;
    if (reasons != 0) ++counts_.refused;
    const std::string by_own = problems_of(own, root, {});
    if (by_own.empty() != (reasons == 0)) tell("the CRD itself", json, by_own, reasons, api);
    if (shipped) {
      ++counts_.by_facts;
      const std::string by_facts = problems_of(shipped, root, targets);
      if (by_facts.empty() != (reasons == 0)) tell("schemas/", json, by_facts, reasons, api);
    }
    const bool is_sayable = (reasons & kStructure) != 0 || reasons == 0;
    if (!exported || !is_sayable) return;
    ++counts_.by_export;
    rapidjson::Document document;
    document.Parse(json.c_str());
    rapidjson::SchemaValidator validator(*exported);
    const bool is_accepted = document.Accept(validator);
    if (is_accepted != (reasons == 0)) {
      rapidjson::StringBuffer at;
      validator.GetInvalidDocumentPointer().StringifyUriFragment(at);
      const char* const keyword = validator.GetInvalidSchemaKeyword();
      const bool is_pattern = keyword && std::string_view(keyword) == "pattern";
      if (is_pattern) return;  // another dialect
      tell("the export", json, fmt::format("{} {}", at.GetString(), keyword ? keyword : ""),
           reasons, api);
    }
  }

  void tell(std::string_view who, const std::string& json, const std::string& said,
            unsigned reasons, const Api& api) {
    if (++counts_.told > 20) return;
    ADD_FAILURE() << api.place << ": a plain reading says " << (reasons == 0 ? "good" : "bad")
                  << " (" << reasons << "), " << who << " says [" << said << "]\n"
                  << json.substr(0, 3000);
  }

  const Tables& facts_;
  std::size_t objects_per_api_;
  Patterns patterns_;
  Random random_{2026};
  Counts counts_;
};

TEST(CrdConformance, all_judge_alike) {
  const fs::path crds = fs::path(MESHLINT_SHARED_DIR) / "crds";
  if (!fs::exists(crds)) GTEST_SKIP() << "no CRDs at " << crds;
  const std::optional<FactsSet> facts = shipped_without_additions();
  ASSERT_TRUE(facts);
  std::vector<Product> products;
  for (const ProductFacts& product : facts->products) {
    products.push_back({product.name, product.title, product.here, product.oldest, product.newest});
  }
  const TableStorage storage = build_tables(facts->draft);
  const Tables tables = storage.view(products);

  // MESHLINT_CRD_OBJECTS asks for more, or fewer, objects per API.
  const char* const wanted = std::getenv("MESHLINT_CRD_OBJECTS");
  const std::size_t objects = wanted ? std::strtoul(wanted, nullptr, 10) : 260;
  Conformance conformance(tables, objects);
  std::vector<fs::path> paths;
  for (const auto& entry : fs::recursive_directory_iterator(crds)) {
    if (entry.path().extension() == ".yaml") paths.push_back(entry.path());
  }
  std::ranges::sort(paths);
  for (const fs::path& path : paths) {
    Api api;
    api.place = path.lexically_relative(crds).string();
    std::string product = path.parent_path().parent_path().filename().string();
    if (path.stem() == "crds-experimental") product += "-experimental";
    // Products without facts may count in other ways: "2026-08".
    if (std::ranges::find(products, product, &Product::name) != products.end()) {
      const std::optional<Version> version = parse_version(path.parent_path().filename().string());
      ASSERT_TRUE(version) << path;
      api.version = *version;
      api.product = std::move(product);
    }
    conformance.file(path, api);
    if (testing::Test::HasFatalFailure()) return;
  }
  const Counts& counts = conformance.counts();
  std::cout << counts.objects << " objects of " << counts.apis << " APIs, " << counts.refused
            << " of them bad; " << counts.by_facts << " judged by schemas/ too, "
            << counts.by_export << " by RapidJSON on the export; " << counts.told
            << " differences\n";
  EXPECT_EQ(counts.told, 0U);
  EXPECT_GT(counts.refused, counts.objects / 10);
  EXPECT_LT(counts.refused, counts.objects * 9 / 10);
  if (!wanted) {
    EXPECT_GE(counts.objects, 200'000U);
  }
}

}  // namespace
}  // namespace meshlint::schema
