#include "kustomize/selector.h"

#include <gtest/gtest.h>

#include "yaml/document.h"

namespace meshlint::kustomize {
namespace {

TEST(LabelSelector, conditions) {
  const text::Source source("labels.yaml", "{app: shop, tier: \"2\"}");
  const yaml::File file = yaml::parse(source, 0);
  const yaml::Node labels = file.documents.at(0).root;
  struct Case {
    const char* text;
    bool want;
  };
  for (const auto& [text, want] : {
           Case{"", true},
           Case{"app", true},
           Case{"!app", false},
           Case{"!other", true},
           Case{"app=shop", true},
           Case{"app==shop,tier=2", true},
           Case{"app = shop , tier != 2", false},
           Case{"other!=x", true},  // an absent label differs from every value
           Case{"app in (a, shop)", true},
           Case{"app notin (a,shop)", false},
           Case{"other notin (a)", true},
           Case{"tier>1", true},
           Case{"tier<2", false},
           Case{"app=", false},
       }) {
    const auto selector = LabelSelector::parse(text);
    ASSERT_TRUE(selector) << text;
    EXPECT_EQ(selector->matches(labels), want) << text;
  }
  for (const char* const text : {"app ~ x", "app in x", "app in (a", ",", "a=b,", "=x", "a b"}) {
    EXPECT_FALSE(LabelSelector::parse(text)) << text;
  }
}

TEST(TargetSelector, patterns_are_whole_texts) {
  const text::Source objects_source(
      "objects.yaml",
      "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: reviews-v1, namespace: shop}\n"
      "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: reviews-v2}\n"
      "---\napiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {a: b}}\n");
  const yaml::File objects_file = yaml::parse(objects_source, 0);
  struct Case {
    const char* target;
    std::vector<std::uint32_t> want;
  };
  for (const auto& [target, want] : {
           Case{"{}", {0, 1, 2}},
           Case{"{kind: Deployment}", {0, 1}},
           Case{"{kind: Deploy}", {}},  // not a part of the kind
           Case{"{kind: Deploy.*}", {0, 1}},
           Case{"{name: reviews-v1}", {0}},
           Case{"{name: reviews-v1|reviews-v2}", {0, 1}},
           Case{"{group: apps, version: v1}", {0, 1}},
           Case{"{namespace: shop}", {0}},
           Case{"{namespace: default}", {1}},
           Case{"{labelSelector: a=b}", {2}},
           Case{"{kind: Deployment, name: reviews-v2, namespace: default}", {1}},
       }) {
    const text::Source source("target.yaml", target);
    const yaml::File file = yaml::parse(source, 1);
    Objects objects;
    for (const yaml::Document& document : objects_file.documents) {
      objects.add(Object::of(document.root, {}));
    }
    std::vector<text::Problem> problems;
    const auto selector = TargetSelector::compile(file.documents.at(0).root, problems);
    ASSERT_TRUE(selector) << target;
    EXPECT_EQ(selector->select(objects), want) << target;
  }
}

}  // namespace
}  // namespace meshlint::kustomize
