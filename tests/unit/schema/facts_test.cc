#include "schema/facts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace meshlint::schema {
namespace {

// Every type that some kind leads to.
std::set<const Type*> all_types() {
  std::set<const Type*> seen;
  std::vector<const Type*> open;
  for (const Kind& kind : kinds()) open.push_back(kind.root);
  while (!open.empty()) {
    const Type* const type = open.back();
    open.pop_back();
    if (!type || !seen.insert(type).second) continue;
    open.push_back(type->element);
    for (const Field& field : type->fields) open.push_back(field.type);
  }
  return seen;
}

TEST(Facts, EveryKindIsFoundByItsName) {
  ASSERT_FALSE(kinds().empty());
  for (const Kind& kind : kinds()) {
    EXPECT_EQ(find_kind(kind.group, kind.name), &kind) << kind.name;
    EXPECT_FALSE(kind.versions.empty()) << kind.name;
    EXPECT_EQ(find_product(kind.product->name), kind.product) << kind.name;
  }
}

TEST(Facts, GroupTellsKindsOfOneNameApart) {
  EXPECT_NE(find_kind("networking.istio.io", "Gateway"), nullptr);
  EXPECT_EQ(find_kind("gateway.networking.k8s.io", "Gateway"), nullptr);
  EXPECT_EQ(find_kind("networking.istio.io", "Gatewa"), nullptr);
  EXPECT_EQ(find_kind("", ""), nullptr);
}

TEST(Facts, EveryFieldIsFoundByItsName) {
  for (const Type* type : all_types()) {
    EXPECT_TRUE(std::ranges::is_sorted(type->fields, {}, &Field::name)) << type->name;
    for (const Field& field : type->fields) {
      EXPECT_EQ(find_field(*type, field.name), &field) << type->name << '.' << field.name;
      EXPECT_NE(field.type, nullptr) << type->name << '.' << field.name;
    }
    const bool has_element = type->kind == TypeKind::kList || type->kind == TypeKind::kMap;
    EXPECT_EQ(type->element != nullptr, has_element) << type->name;
  }
}

TEST(Facts, NamesMatchWithoutRegardToCaseOnlyInKustomizations) {
  const Type& kustomization = *find_kind("kustomize.config.k8s.io", "Kustomization")->root;
  EXPECT_EQ(find_field(kustomization, "nameprefix"), find_field(kustomization, "namePrefix"));
  EXPECT_NE(find_field(kustomization, "nameprefix"), nullptr);
  const Type& gateway = *find_kind("networking.istio.io", "Gateway")->root;
  EXPECT_EQ(find_field(gateway, "Spec"), nullptr);
}

TEST(Facts, VersionsComeWithTheirProduct) {
  const Type* const retry = find_type("networking.istio.io", "HTTPRetry");
  ASSERT_NE(retry, nullptr);
  EXPECT_EQ(retry->product->name, "istio");
  const Field* const backoff = find_field(*retry, "backoff");
  ASSERT_NE(backoff, nullptr);
  EXPECT_EQ(backoff->type->kind, TypeKind::kDuration);
  EXPECT_FALSE(backoff->when.contains(Version{1, 25, 5}));
  EXPECT_TRUE(backoff->when.contains(Version{1, 26, 0}));
}

TEST(Facts, OneTypeServesEveryPlaceThatUsesIt) {
  const Type* const destination = find_type("networking.istio.io", "Destination");
  ASSERT_NE(destination, nullptr);
  const Type* const http = find_type("networking.istio.io", "HTTPRouteDestination");
  const Type* const tcp = find_type("networking.istio.io", "RouteDestination");
  ASSERT_TRUE(http && tcp);
  EXPECT_EQ(find_field(*http, "destination")->type, destination);
  EXPECT_EQ(find_field(*tcp, "destination")->type, destination);
}

TEST(Facts, SharedTypesHaveNoGroup) {
  EXPECT_NE(find_type("", "ObjectMeta"), nullptr);
  EXPECT_EQ(find_type("networking.istio.io", "ObjectMeta"), nullptr);
}

TEST(Window, UntilIsTheFirstVersionWithout) {
  const Window window{{1, 20, 0}, {1, 27, 0}};
  EXPECT_FALSE(window.contains(Version{1, 19, 9}));
  EXPECT_TRUE(window.contains(Version{1, 20, 0}));
  EXPECT_TRUE(window.contains(Version{1, 26, 8}));
  EXPECT_FALSE(window.contains(Version{1, 27, 0}));
  EXPECT_TRUE(Window{}.contains(Version{1, 13, 0}));
}

}  // namespace
}  // namespace meshlint::schema
