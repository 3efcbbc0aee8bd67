#include "kustomize/variables.h"

#include "tests/unit/kustomize/tree.h"

namespace meshlint::kustomize {
namespace {

constexpr const char* kObjects =
    "apiVersion: v1\n"
    "kind: Service\n"
    "metadata: {name: reviews}\n"
    "spec: {ports: [{port: 9080}]}\n"
    "---\n"
    "apiVersion: v1\n"
    "kind: Pod\n"
    "metadata: {name: client}\n"
    "spec:\n"
    "  containers:\n"
    "  - name: client\n"
    "    args: [\"$(HOST):$(PORT)\", $(PORT), $$(HOST), $(OTHER), plain]\n";

std::string variable(const std::string& name, const std::string& object, const std::string& path) {
  return "- name: " + name + "\n  objref: {apiVersion: v1, kind: Service, name: " + object +
         "}\n  fieldref: {fieldPath: '" + path + "'}\n";
}

TEST(Variables, stand_for_final_names_and_keep_a_type_that_stands_alone) {
  const Tree tree({{"kustomization.yaml", "resources: [objects.yaml]\nnamePrefix: a-\nvars:\n" +
                                              variable("HOST", "reviews", "metadata.name") +
                                              variable("PORT", "reviews", "spec.ports[0].port")},
                   {"objects.yaml", kObjects}},
                  "");
  EXPECT_EQ(tree.problems(), Lines{});
  const std::string text = tree.text();
  EXPECT_NE(text.find("- args:\n"
                      "    - a-reviews:9080\n"
                      "    - 9080\n"
                      "    - $(HOST)\n"
                      "    - $(OTHER)\n"
                      "    - plain\n"),
            text.npos)
      << text;
}

TEST(Variables, what_cannot_be_resolved_is_told) {
  const Tree tree({{"kustomization.yaml", "resources: [objects.yaml]\nvars:\n" +
                                              variable("HOST", "revews", "metadata.name") +
                                              variable("PORT", "reviews", "spec.ports[1].port") +
                                              variable("HOST", "reviews", "metadata.name")},
                   {"objects.yaml", kObjects}},
                  "");
  EXPECT_EQ(tree.problems(),
            (Lines{"kustomization.yaml:4:49: Service \"revews\" of the variable \"HOST\" not found "
                   "in this kustomization",
                   "kustomization.yaml:8:25: Service reviews has no value at "
                   "`spec.ports[1].port`",
                   "kustomization.yaml:9:9: duplicate variable \"HOST\"; rename one of the two"}));
}

}  // namespace
}  // namespace meshlint::kustomize
