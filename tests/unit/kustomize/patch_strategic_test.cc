#include "kustomize/patch_strategic.h"

#include "tests/unit/kustomize/tree.h"
#include "yaml/document.h"

namespace meshlint::kustomize {
namespace {

struct Merged {
  std::string text;
  Lines problems;
};

Merged merge(const std::string& target, const std::string& patch,
             ShippedType type = ShippedType::kNone, std::size_t budget = 1000) {
  const text::Source a("target.yaml", target);
  const text::Source b("patch.yaml", patch);
  const yaml::File target_file = yaml::parse(a, 0);
  const yaml::File patch_file = yaml::parse(b, 1);
  yaml::Arena arena;
  const MergeResult result =
      merge_patch(arena, target_file.documents.at(0).root, patch_file.documents.at(0).root,
                  MergeSchema(), {.shipped = type}, budget);
  Merged merged;
  if (result.root) merged.text = emit(yaml::Node(&*result.root));
  for (const text::Problem& problem : result.problems) merged.problems.push_back(problem.message);
  return merged;
}

TEST(PatchStrategic, maps_merge_and_lists_of_custom_resources_are_replaced) {
  const Merged merged = merge("a: 1\nb: {c: 1, d: 2}\nl: [1, 2]\n", "b: {d: 3, e: 4}\nl: [9]\n");
  EXPECT_EQ(merged.text, "a: 1\nb:\n  c: 1\n  d: 3\n  e: 4\nl:\n- 9\n");
}

TEST(PatchStrategic, null_removes_and_vanishes_from_what_is_new) {
  EXPECT_EQ(merge("a: 1\nb: {c: 1}\n", "a: null\nx: {y: null, z: 1}\n").text,
            "b:\n  c: 1\nx:\n  z: 1\n");
  EXPECT_EQ(merge("a: {b: {}}\n", "a: {b: null}\n").text, "a: {}\n");
}

TEST(PatchStrategic, a_null_in_the_target_stays_only_if_it_was_spelled_out) {
  EXPECT_EQ(merge("a:\nb: null\nc: ~\n", "d: 1\n").text, "b: null\nc: null\nd: 1\n");
}

TEST(PatchStrategic, items_with_keys_merge_and_those_of_the_patch_come_first) {
  const Merged merged = merge(
      "spec: {containers: [{name: a, image: x, env: [{name: E, value: \"1\"}]}, {name: b}]}\n",
      "spec: {containers: [{name: new}, {name: a, env: [{name: F, value: \"2\"}]}]}\n",
      ShippedType::kPod);
  EXPECT_EQ(merged.text,
            "spec:\n"
            "  containers:\n"
            "  - name: new\n"
            "  - env:\n"
            "    - name: F\n"
            "      value: \"2\"\n"
            "    - name: E\n"
            "      value: \"1\"\n"
            "    image: x\n"
            "    name: a\n"
            "  - name: b\n");
}

TEST(PatchStrategic, directives_delete_and_replace) {
  EXPECT_EQ(merge("a: {b: 1, c: 2}\nd: 1\n", "a: {$patch: replace, e: 3}\n").text,
            "a:\n  e: 3\nd: 1\n");
  EXPECT_EQ(merge("a: {b: 1}\nd: 1\n", "a: {$patch: delete}\n").text, "d: 1\n");
  EXPECT_EQ(merge("spec: {containers: [{name: a}, {name: b}]}\n",
                  "spec: {containers: [{name: a, $patch: delete}]}\n", ShippedType::kPod)
                .text,
            "spec:\n  containers:\n  - name: b\n");
  EXPECT_EQ(merge("spec: {containers: [{name: a}, {name: b}]}\n",
                  "spec: {containers: [{$patch: replace}, {name: c}]}\n", ShippedType::kPod)
                .text,
            "spec:\n  containers:\n  - name: c\n");
  EXPECT_EQ(merge("a: 1\n", "$patch: delete\n").text, "");
  EXPECT_EQ(merge("a: {b: 1}\n", "a: {$patch: drop}\n").problems,
            Lines{"unknown `$patch: drop`; write delete, replace or merge"});
}

TEST(PatchStrategic, a_value_of_another_kind_is_refused) {
  const Merged merged = merge("a: [1]\n", "a: {b: 1}\n");
  EXPECT_EQ(merged.text, "a:\n- 1\n");
  EXPECT_EQ(merged.problems, Lines{"the patch has a mapping where the resource has a list"});
}

TEST(PatchStrategic, ports_merge_by_both_keys_or_by_the_first_alone) {
  EXPECT_EQ(merge("spec: {ports: [{port: 80, name: a}, {port: 90}]}\n",
                  "spec: {ports: [{port: 80, name: b}]}\n", ShippedType::kService)
                .text,
            "spec:\n  ports:\n  - name: b\n    port: 80\n  - port: 90\n");
  EXPECT_EQ(merge("spec: {ports: [{port: 53, protocol: TCP}, {port: 53, protocol: UDP}]}\n",
                  "spec: {ports: [{port: 53, protocol: UDP, name: u}]}\n", ShippedType::kService)
                .text,
            "spec:\n  ports:\n  - name: u\n    port: 53\n    protocol: UDP\n"
            "  - port: 53\n    protocol: TCP\n");
}

TEST(PatchStrategic, a_port_whose_protocol_only_one_side_gives_is_dropped_and_reported) {
  for (const auto& [target, patch] : std::vector<std::pair<std::string, std::string>>{
           {"{port: 80, protocol: TCP}", "{port: 80, name: x}"},
           {"{port: 80}", "{port: 80, protocol: TCP, name: x}"},
       }) {
    const Merged merged = merge("spec: {ports: [" + target + "]}\n",
                                "spec: {ports: [" + patch + "]}\n", ShippedType::kService);
    EXPECT_EQ(merged.text.find("name"), std::string::npos) << merged.text;
    EXPECT_EQ(
        merged.problems,
        Lines{"kustomize drops this item because only one side sets `protocol`; set it on both"});
  }
}

TEST(PatchStrategic, scalars_of_a_merged_list_are_united) {
  EXPECT_EQ(merge("metadata: {finalizers: [a, b]}\n", "metadata: {finalizers: [c, a]}\n",
                  ShippedType::kBareObject)
                .text,
            "metadata:\n  finalizers:\n  - c\n  - a\n  - b\n");
}

TEST(PatchStrategic, types_are_known_by_version_and_kind) {
  EXPECT_EQ(MergeSchema().type_of("apps/v1", "Deployment").shipped, ShippedType::kWorkload);
  EXPECT_EQ(MergeSchema().type_of("extensions/v1beta1", "Deployment").shipped, ShippedType::kNone);
  EXPECT_EQ(MergeSchema().type_of("autoscaling/v2", "HorizontalPodAutoscaler").shipped,
            ShippedType::kNone);
  EXPECT_EQ(MergeSchema().type_of("networking.istio.io/v1", "VirtualService").shipped,
            ShippedType::kNone);
}

// The volumes of a pod, merged; what comes out is what kustomize 5.8.1 gives.
Merged merge_volumes(const std::string& target, const std::string& patch) {
  return merge("spec: {volumes: " + target + "}\n", "spec: {volumes: " + patch + "}\n",
               ShippedType::kPod);
}

TEST(PatchStrategic, an_item_without_its_key_takes_others_with_it) {
  const std::string two = "[{name: a, v: 1}, {name: b, v: 2}]";
  const Merged merged = merge_volumes(two, "[{v: 3}]");
  EXPECT_EQ(merged.text, "spec:\n  volumes: []\n");
  EXPECT_EQ(
      merged.problems,
      Lines{"kustomize drops this item and others of the list because it has no `name`; add one"});
  EXPECT_EQ(merge_volumes(two, "[{v: 3}, {name: a, v: 4}, {name: c}]").text,
            "spec:\n  volumes:\n  - name: a\n    v: 4\n  - name: c\n");
  EXPECT_EQ(merge_volumes("[{name: a}, {v: 1}, {name: b}]", "[{name: c}]").text,
            "spec:\n  volumes:\n  - v: 1\n");
  // Of one that the patch does not speak of as well.
  EXPECT_EQ(
      merge("spec: {volumes: [{name: a}, {v: 1}]}\n", "spec: {x: 1}\n", ShippedType::kPod).text,
      "spec:\n  volumes:\n  - v: 1\n  x: 1\n");
}

TEST(PatchStrategic, of_two_items_with_one_key_the_last_stays) {
  const std::string doubled = "[{name: a, v: 1}, {name: b}, {name: a, v: 2}]";
  EXPECT_EQ(merge_volumes(doubled, "[{name: c}]").text,
            "spec:\n  volumes:\n  - name: c\n  - name: a\n    v: 2\n  - name: b\n");
  EXPECT_EQ(merge_volumes(doubled, "[{name: a, $patch: delete}]").text,
            "spec:\n  volumes:\n  - name: b\n");
}

TEST(PatchStrategic, an_item_that_is_to_replace_another_does_not) {
  EXPECT_EQ(merge_volumes("[{name: a, v: 1}]", "[{name: a, $patch: replace, w: 1}]").text,
            "spec:\n  volumes:\n  - name: a\n    v: 1\n");
}

TEST(PatchStrategic, irregular_lists_are_bounded) {
  const Merged merged = merge("spec: {volumes: [{name: a}, {v: 1}]}\n",
                              "spec: {volumes: [{name: b}]}\n", ShippedType::kPod, 8);
  EXPECT_EQ(merged.text, "spec:\n  volumes:\n  - name: a\n  - v: 1\n");
  EXPECT_EQ(merged.problems,
            Lines{"the list is too long for items without unique keys; give each its own `name`"});
}

TEST(PatchStrategic, a_single_value_among_items_with_keys_is_refused) {
  EXPECT_EQ(
      merge_volumes("[{name: a}, text]", "[{name: b}]").problems,
      Lines{"a single value in a list whose items are merged by `name`; kustomize rejects it"});
}

}  // namespace
}  // namespace meshlint::kustomize
