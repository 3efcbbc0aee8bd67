#include "kustomize/patch_body.h"

#include <gtest/gtest.h>

#include <string>

#include "kustomize/problems.h"
#include "unit/yaml/parsed.h"
#include "yaml/emit.h"

namespace meshlint::kustomize {
namespace {

constexpr const char* kPatch =
    "apiVersion: v1\nkind: Service\n"
    "metadata: {name: a, namespace: shop, labels: {on: true, off: null}, annotations: {}}\n"
    "spec: {type: NodePort}\n";

std::string body(const PatchHandling& handling, std::vector<text::Problem>& problems) {
  const yaml::Parsed parsed(kPatch);
  yaml::Arena arena;
  const yaml::Record result = patch_body(arena, parsed.root(), handling, problems);
  return yaml::emit(yaml::Node(&result));
}

TEST(PatchBody, the_identity_is_no_change) {
  std::vector<text::Problem> problems;
  EXPECT_EQ(body({}, problems),
            "metadata:\n  annotations: {}\n  labels:\n    \"off\": null\n    \"on\": true\n"
            "spec:\n  type: NodePort\n");
  EXPECT_TRUE(problems.empty());
}

TEST(PatchBody, options_allow_a_new_name_and_kind) {
  std::vector<text::Problem> problems;
  const std::string text = body({.allows_name = true, .allows_kind = true}, problems);
  EXPECT_TRUE(text.starts_with("kind: Service\n")) << text;
  EXPECT_NE(text.find("  name: a\n"), text.npos) << text;
  EXPECT_EQ(text.find("namespace"), text.npos) << text;
}

TEST(PatchBody, labels_become_strings_and_nulls_are_reported) {
  std::vector<text::Problem> problems;
  EXPECT_EQ(body({.has_only_strings = true}, problems),
            "metadata:\n  labels:\n    \"off\": \"null\"\n    \"on\": \"true\"\n"
            "spec:\n  type: NodePort\n");
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].message,
            "kustomize sets `off` to the string \"null\"; use a JSON patch to remove it");
  EXPECT_EQ(problems[0].kind, kustomize::kPatchItemDropped);
}

}  // namespace
}  // namespace meshlint::kustomize
