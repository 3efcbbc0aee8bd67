// What a CRD of the user's own demands, and the words for what breaks it.
#include "schema/own_schemas.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "schema/export.h"
#include "schema/problems.h"
#include "schema/validate.h"
#include "text/source.h"
#include "yaml/document.h"

namespace meshlint::schema {
namespace {

constexpr std::string_view kCrd = R"(
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: shops.acme.example }
spec:
  group: acme.example
  names: { kind: Shop, plural: shops }
  scope: Namespaced
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          required: [spec]
          properties:
            spec:
              type: object
              required: [mode, open]
              properties:
                mode: { type: string, default: Plain }
                open: { type: boolean, nullable: true }
                port: { x-kubernetes-int-or-string: true }
                share: { type: integer, multipleOf: 5, minimum: 0, maximum: 100, exclusiveMaximum: true }
                since: { type: string, format: date-time }
                address: { type: string, anyOf: [{ format: ipv4 }, { format: ipv6 }] }
                ports:
                  type: array
                  x-kubernetes-list-type: map
                  x-kubernetes-list-map-keys: [port, protocol]
                  items:
                    type: object
                    required: [port]
                    properties:
                      port: { type: integer, format: int32 }
                      protocol: { type: string, default: TCP }
                template:
                  type: object
                  x-kubernetes-embedded-resource: true
                  x-kubernetes-preserve-unknown-fields: true
                pick:
                  type: object
                  properties: { a: { type: string }, b: { type: string }, c: { type: string } }
                  oneOf:
                    - required: [a]
                    - required: [b]
                free: { type: object, x-kubernetes-preserve-unknown-fields: true }
                shut: { type: object }
                odd:
                  type: string
                  not: { enum: [never] }
                old: { type: object, properties: { x: { type: string } }, not: { required: [x] } }
                ratio: { type: number, multipleOf: 0.1 }
                period: { type: string, format: duration }
                bag:
                  type: array
                  x-kubernetes-list-type: set
                  items: { type: object, additionalProperties: { type: integer } }
)";

class OwnCrd : public testing::Test {
 protected:
  void SetUp() override {
    const yaml::File file = yaml::parse(crd_, 0);
    std::vector<text::Problem> problems;
    own_ = OwnSchemas::read(std::vector<yaml::Node>{file.documents.at(0).root}, problems);
    ASSERT_TRUE(problems.empty());
    ASSERT_TRUE(own_.find("acme.example", "Shop"));
  }

  // What is wrong with a spec, a line for each problem.
  std::string wrong(std::string_view spec) const {
    const text::Source source(
        "shop.yaml", "apiVersion: acme.example/v1\nkind: Shop\nmetadata: { name: a }\nspec: " +
                         std::string(spec));
    const yaml::File file = yaml::parse(source, 0);
    EXPECT_TRUE(file.problems.empty()) << spec;
    std::vector<text::Problem> problems;
    validate(own_.find("acme.example", "Shop"), file.documents.at(0).root, {}, Part::kWhole,
             problems);
    std::string told;
    for (const text::Problem& problem : problems) told += problem.message + '\n';
    return told;
  }

  text::Source crd_{"crd.yaml", std::string(kCrd)};
  OwnSchemas own_;
};

TEST_F(OwnCrd, defaults_and_nulls_count_as_the_server_counts_them) {
  EXPECT_EQ(wrong("{ open: true }"), "");
  EXPECT_EQ(wrong("{ open: null }"), "");
  EXPECT_EQ(wrong("{ mode: null, open: true }"), "");
  EXPECT_EQ(wrong("{}"), "`spec` has no `open`, which is required; add it\n");
}

TEST_F(OwnCrd, limits_of_every_kind) {
  EXPECT_EQ(wrong("{ open: true, share: 95 }"), "");
  EXPECT_EQ(wrong("{ open: true, share: 7 }"), "`share` is 7, not a multiple of 5\n");
  EXPECT_EQ(wrong("{ open: true, share: 100 }"), "`share` is 100, not below 100\n");
  EXPECT_EQ(wrong("{ open: true, port: [] }"), "`port` is a list, not an integer or a string\n");
  EXPECT_EQ(wrong("{ open: true, since: \"2026-01-31T12:00:00Z\" }"), "");
  EXPECT_EQ(wrong("{ open: true, since: \"2026-02-30T12:00:00Z\" }"),
            "`since` is \"2026-02-30T12:00:00Z\", not a time; write it like "
            "\"2026-01-31T12:00:00Z\"\n");
}

TEST_F(OwnCrd, items_are_told_apart_by_defaults_too) {
  EXPECT_EQ(wrong("{ open: true, ports: [{ port: 53 }, { port: 53, protocol: UDP }] }"), "");
  EXPECT_EQ(wrong("{ open: true, ports: [{ port: 53 }, { port: 53, protocol: TCP }] }"),
            "`ports` has duplicate items with `port` 53, `protocol` TCP; keep one of them\n");
}

TEST_F(OwnCrd, long_sets_of_objects_are_told_apart) {
  std::string bag;
  for (int i = 0; i < 30; ++i) bag += "{ a: " + std::to_string(i) + ", b: 1 }, ";
  EXPECT_EQ(wrong("{ open: true, bag: [" + bag + "] }"), "");
  EXPECT_NE(wrong("{ open: true, bag: [" + bag + "{ b: 1, a: 0x7 }] }").find("has duplicate items"),
            std::string::npos);
}

TEST_F(OwnCrd, alternatives_name_the_nearest) {
  EXPECT_EQ(wrong("{ open: true, address: fd00::1 }"), "");
  EXPECT_EQ(
      wrong("{ open: true, address: shop }"),
      "`address` matches none of 2 alternatives; the nearest: `address` is \"shop\", not an IPv4 "
      "address; write it like \"10.0.0.1\"\n");
  EXPECT_EQ(wrong("{ open: true, pick: { a: x, b: z } }"),
            "`a` and `b` exclude each other; keep one of them\n");
  EXPECT_EQ(wrong("{ open: true, pick: { c: x } }"), "`pick` has no `a` or `b`; add one\n");
  EXPECT_EQ(wrong("{ open: true, odd: never }"),
            "`odd` has a form that its schema doesn't allow; change it\n");
  EXPECT_EQ(wrong("{ open: true, old: { x: a } }"),
            "the schema doesn't allow `x` in `old`; remove it\n");
}

TEST_F(OwnCrd, multiples_of_a_fraction_are_those_of_the_server) {
  EXPECT_EQ(wrong("{ open: true, ratio: 1.1 }"), "");
  EXPECT_EQ(wrong("{ open: true, ratio: 0.15 }"), "`ratio` is 0.15, not a multiple of 0.1\n");
}

TEST_F(OwnCrd, durations_may_be_in_words) {
  EXPECT_EQ(wrong("{ open: true, period: 3 days }"), "");
  EXPECT_EQ(wrong("{ open: true, period: 1h30m }"), "");
  EXPECT_EQ(wrong("{ open: true, period: soon }"),
            "`period` is \"soon\", not a duration; write it like \"10s\" or \"3 days\"\n");
}

TEST_F(OwnCrd, unknown_fields_where_the_server_would_drop_them) {
  EXPECT_EQ(wrong("{ open: true, free: { any: [thing] } }"), "");
  EXPECT_EQ(wrong("{ open: true, shut: { any: 1 } }"), "unknown field \"any\" in `shut`\n");
  EXPECT_EQ(wrong("{ open: true, template: { kind: Pod } }"),
            "`template` is a complete object, but has no `apiVersion`; add it\n");
}

TEST_F(OwnCrd, embedded_objects_keep_the_rules_of_metadata) {
  const auto with_metadata = [&](std::string_view metadata) {
    return wrong("{ open: true, template: { apiVersion: v1, kind: Pod, metadata: " +
                 std::string(metadata) + " } }");
  };
  EXPECT_EQ(with_metadata("{ name: Any_Name, labels: { app: shop } }"), "");
  EXPECT_EQ(with_metadata("{ name: a/b }"),
            "\"a/b\" is not a valid object name; use a name without `/` and `%`\n");
  EXPECT_EQ(with_metadata("{ labels: { app: a b } }"),
            "\"a b\" is not a valid label value; use up to 63 letters, digits, `-`, `_` and `.`\n");
}

TEST_F(OwnCrd, a_misplaced_field_is_named_with_its_place) {
  EXPECT_EQ(wrong("{ open: true, protocol: UDP }"),
            "unknown field \"protocol\" in `spec`; it belongs in `ports`\n");
  EXPECT_EQ(wrong("{ open: true, pick: { a: x, share: 5 } }"),
            "unknown field \"share\" in `pick`; it belongs in `spec`\n");
  EXPECT_EQ(wrong("{ open: true, kind: Shop }"),
            "unknown field \"kind\" in `spec`; it belongs next to `spec`\n");
}

TEST_F(OwnCrd, metadata_keeps_the_rules_of_all_objects) {
  const text::Source source("shop.yaml",
                            "apiVersion: acme.example/v1\nkind: Shop\nmetadata:\n  name: A_b\n"
                            "  namespace: ${NS}\n  labels: { x: \"a b\", bad key: c }\n"
                            "  annotations: { Example.com/Note: anything at all }\n"
                            "spec: { open: true }\n");
  const yaml::File file = yaml::parse(source, 0);
  std::vector<text::Problem> problems;
  validate(own_.find("acme.example", "Shop"), file.documents.at(0).root, {}, Part::kWhole,
           problems);
  ASSERT_EQ(problems.size(), 3U);
  EXPECT_EQ(source.bytes().substr(problems[0].at.begin, 3), "A_b");
  EXPECT_EQ(source.bytes().substr(problems[1].at.begin, 5), "\"a b\"");
  EXPECT_EQ(source.bytes().substr(problems[2].at.begin, 7), "bad key");
  for (const text::Problem& problem : problems) {
    EXPECT_EQ(problem.kind, schema::kInvalidMetadata);
  }
}

TEST_F(OwnCrd, exports_what_json_schema_can_say) {
  const Kind kind = own_.find("acme.example", "Shop");
  const std::string json = json_schema(kind, kind.version("v1"), {});
  for (const std::string_view part :
       {"\"title\": \"Shop acme.example/v1\"", "\"exclusiveMaximum\": 100", "\"default\": \"TCP\"",
        "\"additionalProperties\": false", "\"multipleOf\": 5"}) {
    EXPECT_NE(json.find(part), json.npos) << part << " in\n" << json;
  }
}

TEST(OwnSchemas, nothing_is_read_from_other_documents) {
  const text::Source source("a.yaml", "kind: Service\napiVersion: v1\n");
  const yaml::File file = yaml::parse(source, 0);
  std::vector<text::Problem> problems;
  const OwnSchemas own =
      OwnSchemas::read(std::vector<yaml::Node>{file.documents.at(0).root}, problems);
  EXPECT_TRUE(own.empty());
  EXPECT_FALSE(own.find("", "Service"));
}

TEST(OwnSchemas, a_path_without_crd_is_an_error) {
  EXPECT_FALSE(OwnSchemas::load({"/no/such/file.yaml"}));
  EXPECT_TRUE(OwnSchemas::load({}));
}

}  // namespace
}  // namespace meshlint::schema
