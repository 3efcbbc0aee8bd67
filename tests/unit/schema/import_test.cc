#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "meshlint/schema_import.h"

namespace meshlint {
namespace {

constexpr std::string_view kProducts = R"(products:
  stable: { title: Things, oldest: "1.0", newest: "1.0", here: Things here are }
  trial: { title: Things on trial, oldest: "1.0", newest: "1.0", here: Things here are }
)";

constexpr std::string_view kMeta = R"(product: stable
types:
  ObjectMeta:
    open: true
    fields:
      name: string
)";

// Both sides are alike but for the rule.
constexpr std::string_view kCrd = R"(apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
spec:
  group: example.com
  names: { kind: Thing, plural: things }
  scope: Namespaced
  versions:
    - name: v1
      served: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              properties:
                left: { type: object, properties: { height: { type: integer }, width: { type: integer } } }
                right:
                  type: object
                  properties: { height: { type: integer }, width: { type: integer } }
                  x-kubernetes-validations: [{ rule: has(self.width) }]
)";

// What the importer makes of it, where the type of a side has this name.
std::string facts(const std::string& product, const std::string& side) {
  return "# Sides.\nproduct: " + product +
         "\ngroup: example.com\n"
         "\n"
         "kinds:\n"
         "  Thing:\n"
         "    versions: [v1]\n"
         "    plural: things\n"
         "    fields:\n"
         "      spec: { fields: { left: " +
         side + ", right: " + side +
         " } }\n"
         "\n"
         "types:\n"
         "  " +
         side +
         ":\n"
         "    fields:\n"
         "      height: integer\n"
         "      width: integer\n"
         "\n"
         "adds:\n"
         "  " +
         side + ".width: { minimum: 1 }\n";
}

std::vector<SchemaFile> imported(const std::string& product, std::vector<SchemaFile> before) {
  before.push_back({"meta.yaml", std::string(kMeta)});
  before.push_back({"products.yaml", std::string(kProducts)});
  SchemaImport import;
  import.product = product;
  import.suffix = product;
  import.versions = {{ "1.0", { { "crds.yaml", std::string(kCrd) } } }};
  import.facts = std::move(before);
  const Result<SchemaImported> made = import_schemas(import);
  EXPECT_TRUE(made) << made.error().message;
  return made->files;
}

TEST(Import, same_schemas_give_the_same_bytes) {
  const std::string before = facts("stable", "Side");
  const std::vector<SchemaFile> files = imported("stable", {{"example.com.stable.yaml", before}});
  ASSERT_EQ(files.size(), 1U);
  EXPECT_EQ(files[0].path, "example.com.stable.yaml");
  EXPECT_EQ(files[0].text, before);
}

TEST(Import, names_of_types_are_those_of_the_same_product) {
  for (const std::string product : {"stable", "trial"}) {
    const std::vector<SchemaFile> files =
        imported(product, {{"example.com.stable.yaml", facts("stable", "Side")},
                           {"example.com.trial.yaml", facts("trial", "Half")}});
    ASSERT_EQ(files.size(), 1U);
    EXPECT_EQ(files[0].text, facts(product, product == "stable" ? "Side" : "Half"));
  }
}

TEST(Import, new_product_takes_over_names_of_types) {
  const std::vector<SchemaFile> files =
      imported("trial", {{"example.com.stable.yaml", facts("stable", "Side")}});
  ASSERT_EQ(files.size(), 1U);
  EXPECT_NE(files[0].text.find("left: Side"), std::string::npos) << files[0].text;
}

}  // namespace
}  // namespace meshlint
