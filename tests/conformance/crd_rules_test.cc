// What the CEL rules of upstream's CRDs demand, twice: as the CRD of a version says it, checked by
// our evaluator, and as schemas/ says it for that version in words of its own. Objects are made
// around every place that has a rule, and both must give one verdict; every rule must have passed
// and refused some. And what rules cost: API servers took all of these CRDs. Skipped where the
// shared folder is absent.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cel/cost.h"
#include "cel/crd_rules.h"
#include "cel/library.h"
#include "cel/schema_rules.h"
#include "conformance/objects.h"
#include "schema/crd.h"
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
using yaml::Node;

constexpr int kTold = 20;

// A schema with rules, and the schemas that lead to it.
struct Place {
  Node schema;
  std::set<const yaml::Record*> way;
};

void collect_places(Node schema, std::set<const yaml::Record*> way, std::vector<Place>& places) {
  way.insert(schema.record());
  if (!schema["x-kubernetes-validations"].empty()) places.push_back({schema, way});
  for (const auto [key, property] : schema["properties"].entries()) {
    if (key.text() != "status") collect_places(property, way, places);
  }
  if (schema["items"]) collect_places(schema["items"], way, places);
  if (schema["additionalProperties"].is_map()) {
    collect_places(schema["additionalProperties"], way, places);
  }
}

// What stands in quotes in the rules: the values that they tell apart.
std::vector<std::string> quoted_texts(Node schema) {
  std::vector<std::string> texts = {"unix:///run/a",
                                    "unix:///run/a/",
                                    "unix://@a",
                                    "unix://a",
                                    "0s",
                                    "1ms",
                                    "999us",
                                    "-1s",
                                    "2h",
                                    "oci://a/b",
                                    "ftp://a/b",
                                    "http://a b",
                                    "/a//b",
                                    "/a/./b",
                                    "/a/..",
                                    "/a%2fb",
                                    "/a#b",
                                    "a*b",
                                    "443",
                                    "65536",
                                    "x.cluster.local",
                                    std::string(254, 'a') + "/a"};
  for (const Node rule : schema["x-kubernetes-validations"]) {
    std::string_view rest = rule["rule"].text();
    while (!rest.empty()) {
      const std::size_t begin = rest.find_first_of("'\"");
      if (begin == rest.npos) break;
      const std::size_t end = rest.find(rest[begin], begin + 1);
      if (end == rest.npos) break;
      const std::string_view text = rest.substr(begin + 1, end - begin - 1);
      if (text.size() < 30) texts.emplace_back(text);
      rest.remove_prefix(end + 1);
    }
  }
  return texts;
}

// Rules that cannot show both of their sides, by a part of their expression.
constexpr auto kOneSided = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"oldSelf", "a new object has nothing to be compared with"},
    {"self.all(l1, self.exists_one(l2, l1.name == l2.name))", "the list's key is the name"},
    {"self.all(t1, self.exists_one(t2, t1.port == t2.port))", "the list's key is the port"},
    {"self.type in ['Exact','PathPrefix'] || self.type", "the enumeration has only these"},
    {"h.contains('*')", "the items' pattern demands the same"},
});

struct Verdicts {
  std::size_t passed = 0;
  std::size_t refused = 0;
};

class RuleConformance {
 public:
  explicit RuleConformance(std::size_t objects_per_place) : objects_per_place_(objects_per_place) {}

  void file(const fs::path& path, const std::string& product, Version version) {
    const text::Source source(path.string(), read_file(path));
    const yaml::File file = yaml::parse(source, 0);
    std::vector<Node> roots;
    for (const yaml::Document& document : file.documents) roots.push_back(document.root);
    const SchemaRead read = read_schemas(roots);
    const TableStorage storage = build_tables(read.draft);
    const Tables own = storage.view({});
    cel::SchemaRules own_rules(cel::kubernetes_libraries(find_product("kubernetes")->newest));
    targets_.clear();
    targets_[product] = {.version = version, .written = "", .from = "", .is_assumed = false};
    for (const Node root : roots) {
      if (!is_crd(root)) continue;
      const std::string group(root["spec"]["group"].text());
      const std::string name(root["spec"]["names"]["kind"].text());
      const Kind own_kind = find_kind(group, name, own);
      for (const Kind kind : kinds()) {
        const bool is_it = kind.name() == name && kind.group() == group && kind.product() &&
                           kind.product()->name == product;
        if (is_it) shipped_ = kind;
      }
      for (const Node api : root["spec"]["versions"]) {
        if (api["served"].as_bool().value_or(true)) crd(group, name, api, own_kind, own_rules);
      }
    }
  }

  std::size_t objects() const { return objects_; }
  std::size_t refused() const { return refused_; }
  int told() const { return told_; }
  const std::map<std::string, Verdicts>& verdicts() const { return verdicts_; }

 private:
  void crd(const std::string& group, const std::string& name, Node api, Kind own_kind,
           cel::SchemaRules& own_rules) {
    const Node schema = api["schema"]["openAPIV3Schema"];
    const std::string api_version(api["name"].text());
    std::vector<Place> places;
    collect_places(schema, {}, places);
    for (const Place& place : places) {
      Maker maker(patterns_, random_);
      maker.add_texts(quoted_texts(place.schema));
      maker.insist_on(place.way);
      const bool is_list = place.schema["type"].text() == "array";
      // More of them where a rule has not yet shown both of its sides.
      for (std::size_t i = 0;
           i < objects_per_place_ || (i < 10 * objects_per_place_ && !is_covered(place)); ++i) {
        maker.crowd(is_list && i % 40 == 39 ? 150 : 0);
        std::optional<Value> object = maker.make(schema, 0, true);
        if (!object) continue;
        for (std::size_t spoils = random_.below(3); spoils > 0; --spoils) {
          spoil(*object, schema, random_);
        }
        auto& fields = object->fields;
        std::erase_if(fields, [](const auto& field) {
          return field.first == "apiVersion" || field.first == "kind" || field.first == "metadata";
        });
        Value metadata = Value::of_kind(Value::Kind::kMap);
        metadata.fields.emplace_back("name", Value::of("x"));
        fields.insert(fields.begin(), {{"apiVersion", Value::of(group + '/' + api_version)},
                                       {"kind", Value::of(name)},
                                       {"metadata", metadata}});
        judge(*object, place, api_version, own_kind, own_rules);
      }
    }
  }

  bool is_covered(const Place& place) {
    return std::ranges::all_of(place.schema["x-kubernetes-validations"], [&](Node rule) {
      const Verdicts& verdicts = verdicts_[std::string(rule["rule"].text())];
      return verdicts.passed > 0 && verdicts.refused > 0;
    });
  }

  void judge(const Value& object, const Place& place, const std::string& api_version, Kind own_kind,
             cel::SchemaRules& own_rules) {
    const std::string json = json_of(object);
    const text::Source source("object.json", json);
    const yaml::File file = yaml::parse(source, 0);
    const Node root = file.documents.front().root;
    std::vector<text::Problem> by_own;
    validate(own_kind, root, {}, Part::kWhole, by_own);
    if (!by_own.empty()) return;  // what structure alone decides is another test's business
    std::vector<text::Problem> by_shipped;
    validate(shipped_, root, targets_, Part::kWhole, by_shipped);
    own_rules.check(own_kind.version(api_version).root(), root, {}, by_own);
    // Beside rules, schemas/ adds what no version of a CRD says, such as the form of durations.
    if (by_own.empty() && !by_shipped.empty()) return;
    shipped_rules_.check(shipped_.version(api_version).root(), root, targets_, by_shipped);
    // Rules of what only Istio's webhook rejects are held by the cases of that webhook.
    if (by_own.empty() && targets_.contains("istio")) by_shipped.clear();
    ++objects_;
    refused_ += by_own.empty() ? 0 : 1;
    for (const Node rule : place.schema["x-kubernetes-validations"]) {
      const std::string expression(rule["rule"].text());
      const bool is_refused = std::ranges::any_of(by_own, [&](const text::Problem& problem) {
        return problem.message.find(rule["message"].text()) != std::string::npos;
      });
      Verdicts& verdicts = verdicts_[expression];
      ++(is_refused ? verdicts.refused : verdicts.passed);
    }
    if (by_own.empty() == by_shipped.empty()) return;
    if (++told_ > kTold) return;
    const auto& said = by_own.empty() ? by_shipped : by_own;
    ADD_FAILURE() << targets_.begin()->first << ' ' << to_string(targets_.begin()->second.version)
                  << ' ' << api_version << ": only " << (by_own.empty() ? "schemas/" : "the CRD")
                  << " refuses, with [" << said.front().message << "]\n"
                  << json.substr(0, 1500);
  }

  std::size_t objects_per_place_;
  Targets targets_;
  Kind shipped_;
  cel::SchemaRules shipped_rules_{cel::kubernetes_libraries(find_product("kubernetes")->newest),
                                  cel::kShippedRules};
  Patterns patterns_;
  Random random_{2026};
  std::size_t objects_ = 0;
  std::size_t refused_ = 0;
  int told_ = 0;
  std::map<std::string, Verdicts> verdicts_;
};

TEST(CrdRules, schemas_and_crds_give_one_verdict) {
  const fs::path crds = fs::path(MESHLINT_SHARED_DIR) / "crds";
  if (!fs::exists(crds)) GTEST_SKIP() << "no CRDs at " << crds;
  // MESHLINT_CRD_OBJECTS asks for more, or fewer, objects per place.
  const char* const wanted = std::getenv("MESHLINT_CRD_OBJECTS");
  RuleConformance conformance(wanted ? std::strtoul(wanted, nullptr, 10) : 40);
  std::vector<fs::path> paths;
  for (const char* const folder : {"istio", "gateway-api"}) {
    for (const auto& entry : fs::recursive_directory_iterator(crds / folder)) {
      if (entry.path().extension() == ".yaml") paths.push_back(entry.path());
    }
  }
  std::ranges::sort(paths);
  for (const fs::path& path : paths) {
    const std::optional<Version> version = parse_version(path.parent_path().filename().string());
    ASSERT_TRUE(version) << path;
    std::string product = path.parent_path().parent_path().filename().string();
    if (path.stem() == "crds-experimental") product += "-experimental";
    conformance.file(path, product, *version);
  }
  std::cout << conformance.objects() << " objects, " << conformance.refused()
            << " of them refused by a rule; " << conformance.verdicts().size() << " expressions; "
            << conformance.told() << " differences\n";
  EXPECT_GT(conformance.refused(), conformance.objects() / 10);
  EXPECT_LT(conformance.refused(), conformance.objects() * 9 / 10);
  EXPECT_EQ(conformance.told(), 0);
  std::set<std::string_view> needed;
  for (const auto& [expression, verdicts] : conformance.verdicts()) {
    if (verdicts.passed > 0 && verdicts.refused > 0) continue;
    const auto reason = std::ranges::find_if(kOneSided, [&](const auto& each) {
      return expression.find(each.first) != expression.npos;
    });
    if (reason == kOneSided.end()) {
      ADD_FAILURE() << (verdicts.passed > 0 ? "never refused: " : "never passed: ") << expression;
    } else {
      needed.insert(reason->first);
    }
  }
  for (const auto& [part, reason] : kOneSided) {
    EXPECT_TRUE(needed.contains(part)) << "shows both sides now: " << part;
  }
}

TEST(CrdRules, accepted_crds_cost_what_an_api_server_allows) {
  const fs::path shared = MESHLINT_SHARED_DIR;
  if (!fs::exists(shared)) GTEST_SKIP() << "no shared folder at " << shared;
  const cel::Libraries libraries = cel::kubernetes_libraries(find_product("kubernetes")->newest);
  std::size_t rules = 0;
  std::uint64_t most = 0;
  fs::path most_path;
  const auto estimate = [&](const fs::path& path) {
    text::Sources sources;
    const text::SourceId id = sources.add(path.string(), read_file(path));
    if (sources[id].bytes().find("x-kubernetes-validations") == std::string_view::npos) return;
    const yaml::File file = yaml::parse(sources[id], id);
    for (const yaml::Document& document : file.documents) {
      if (!is_crd(document.root)) continue;
      std::vector<text::Problem> problems;
      for (const cel::RuleCost& each : cel::check_crd_rules(
               document.root, libraries, sources, [] { return std::size_t{0}; }, problems)) {
        ++rules;
        if (each.cost <= most) continue;
        most = each.cost;
        most_path = path;
      }
      for (const text::Problem& problem : problems) {
        ADD_FAILURE() << path << " byte " << problem.at.begin << ": " << problem.message;
      }
    }
  };
  for (const char* const folder : {"crds", "corpora"}) {
    for (const auto& entry : fs::recursive_directory_iterator(shared / folder)) {
      const fs::path extension = entry.path().extension();
      if (entry.is_regular_file() && (extension == ".yaml" || extension == ".yml")) {
        estimate(entry.path());
      }
    }
  }
  std::cout << rules << " rules estimated; the largest estimate is " << most << ", in " << most_path
            << '\n';
  EXPECT_GT(rules, 1000U);
  EXPECT_LE(most, cel::kMaxRuleCost);
}

}  // namespace
}  // namespace meshlint::schema
