#include "kustomize/plugins.h"

#include "tests/unit/kustomize/tree.h"

namespace meshlint::kustomize {
namespace {

constexpr const char* kService =
    "apiVersion: v1\n"
    "kind: Service\n"
    "metadata: {name: reviews, labels: {app: reviews}}\n"
    "spec: {selector: {app: reviews}}\n";

// Builds the service with one transformer.
Tree transformed(const std::string& transformer) {
  return Tree(
      {{"kustomization.yaml", "resources: [service.yaml]\ntransformers: [t.yaml]\n"},
       {"service.yaml", kService},
       {"t.yaml", "apiVersion: builtin\nmetadata: {name: t, namespace: mesh}\n" + transformer}},
      "");
}

TEST(Plugins, built_in_transformers_write_where_their_file_says) {
  const Tree prefix =
      transformed("kind: PrefixTransformer\nprefix: a-\nfieldSpecs: [{path: metadata/name}]\n");
  EXPECT_EQ(prefix.problems(), Lines{});
  EXPECT_EQ(prefix.build().resources.at(0).name, "a-reviews");

  const Tree labels = transformed(
      "kind: LabelTransformer\nlabels: {tier: 1, on: true}\n"
      "fieldSpecs: [{path: spec/selector, kind: Service, create: true}]\n");
  EXPECT_EQ(labels.problems(), Lines{});
  EXPECT_EQ(labels.build().resources.at(0).at("spec.selector.tier").text(), "1");
  EXPECT_FALSE(labels.build().resources.at(0).at("metadata.labels.tier"));

  const Tree ns = transformed(
      "kind: NamespaceTransformer\nfieldSpecs: [{path: metadata/namespace, create: true}]\n");
  EXPECT_EQ(ns.build().resources.at(0).ns, "mesh");

  const Tree value = transformed(
      "kind: ValueAddTransformer\nvalue: shop\n"
      "targets: [{selector: {kind: Service}, fieldPath: metadata/annotations/owner}]\n");
  EXPECT_EQ(value.problems(), Lines{});
  EXPECT_EQ(value.build().resources.at(0).at("metadata.annotations.owner").text(), "shop");
}

TEST(Plugins, numbers_and_bools_are_texts_where_a_file_wants_texts) {
  const Tree image = transformed(
      "kind: ImageTagTransformer\nimageTag: {name: reviews, newTag: 1.10}\n"
      "fieldSpecs: [{path: metadata/name}]\n");
  EXPECT_EQ(image.problems(), Lines{});
  EXPECT_EQ(image.build().resources.at(0).at("metadata.name").text(), "reviews:1.1");
}

TEST(Plugins, values_of_another_type_are_refused_at_their_place) {
  EXPECT_EQ(transformed("kind: ImageTagTransformer\nimageTag: {name: [reviews]}\n"
                        "fieldSpecs: [{path: image, create: \"yes\"}]\n")
                .problems(),
            (Lines{"t.yaml:4:12: `imageTag.name` is a list, not a string",
                   "t.yaml:5:36: `fieldSpecs.create` is the string \"yes\", not a boolean"}));
  EXPECT_EQ(transformed("kind: LabelTransformer\nlabels: {a: b}\n"
                        "fieldSpecs: [{kind: Service, create: true}, {kind: Pod}]\n")
                .problems(),
            Lines{"t.yaml:5:14: the field spec has no `path`; add the path of a field"});
  EXPECT_EQ(
      transformed("kind: PatchJson6902Transformer\ntarget: {kind: Service}\n"
                  "jsonOp: '[{\"op\": \"remove\", \"path\": \"/spec\"}]'\n")
          .problems(),
      Lines{"t.yaml:4:9: the target has no `name`; add one, or list the patch under `patches`"});
}

TEST(Plugins, what_is_no_built_in_is_named) {
  const Tree unknown = transformed("kind: MagicTransformer\n");
  EXPECT_EQ(unknown.problems(),
            Lines{"t.yaml:3:7: kustomize has no built-in transformer \"MagicTransformer\""});
  const Tree foreign({{"kustomization.yaml",
                       "resources: [service.yaml]\n"
                       "transformers:\n"
                       "- |-\n"
                       "  apiVersion: acme.example.com/v1\n"
                       "  kind: Sorcery\n"
                       "  metadata: {name: t}\n"},
                      {"service.yaml", kService}},
                     "");
  EXPECT_EQ(foreign.problems(), Lines{});
  EXPECT_EQ(foreign.unresolved(),
            Lines{"kustomization.yaml:3:3: Sorcery t: transformer plugin, not executed"});
}

TEST(Plugins, a_prefix_says_where_it_goes) {
  EXPECT_EQ(transformed("kind: PrefixTransformer\nprefix: a-\n").problems(),
            Lines{"t.yaml:1:1: the transformer has no `fieldSpecs`; list the fields to rename"});
}

TEST(Plugins, generators_add_objects_with_hashes) {
  const Tree tree({{"kustomization.yaml", "generators: [g.yaml, iam.yaml]\n"},
                   {"g.yaml",
                    "apiVersion: builtin\nkind: ConfigMapGenerator\nmetadata: {name: settings}\n"
                    "literals: [a=b]\n"},
                   {"iam.yaml",
                    "apiVersion: builtin\nkind: IAMPolicyGenerator\nmetadata: {name: iam}\n"
                    "cloud: gke\nkubernetesService: {name: robot, namespace: shop}\n"
                    "serviceAccount: {name: gsa, projectId: acme}\n"}},
                  "");
  EXPECT_EQ(tree.problems(), Lines{});
  EXPECT_EQ(tree.build().resources.at(0).name, "settings-4h2mbtbbt6");
  EXPECT_EQ(tree.resource("ServiceAccount", "robot")
                .root["metadata"]["annotations"]["iam.gke.io/gcp-service-account"]
                .text(),
            "gsa@acme.iam.gserviceaccount.com");
}

}  // namespace
}  // namespace meshlint::kustomize
