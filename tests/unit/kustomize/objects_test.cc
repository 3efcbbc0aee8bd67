#include "kustomize/objects.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "unit/yaml/parsed.h"

namespace meshlint::kustomize {
namespace {

using Indexes = std::vector<std::uint32_t>;

constexpr const char* kObjects =
    "- {apiVersion: v1, kind: Service, metadata: {name: a, namespace: shop}}\n"
    "- {apiVersion: v1, kind: Service, metadata: {name: a}}\n"
    "- {apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: shop}}\n";

class ObjectsTest : public testing::Test {
 protected:
  ObjectsTest() {
    for (const yaml::Node item : parsed_.root()) objects_.add(Object::of(item, {}));
  }

  yaml::Parsed parsed_{kObjects};
  Objects objects_;
};

TEST_F(ObjectsTest, ids_have_a_namespace_and_a_kind) {
  const Object& first = objects_.all()[0];
  EXPECT_EQ(objects_.same_id(first), &first);
  EXPECT_EQ(objects_.named("Service", "a"), (Indexes{0, 1}));
  EXPECT_EQ(objects_.with_any_id(first), Indexes{0});
  EXPECT_EQ(objects_.of_kind("ConfigMap"), Indexes{2});
  EXPECT_EQ(objects_.of_name("a"), (Indexes{0, 1, 2}));
  EXPECT_EQ(objects_.of_name("b"), Indexes{});
}

TEST_F(ObjectsTest, previous_ids_are_found) {
  const Object wanted = objects_.all()[0];
  EXPECT_EQ(objects_.named("Service", "b"), Indexes{});
  objects_.all()[0].remember_id();
  objects_.all()[0].name = "b";
  objects_.note_changed_id(0);
  EXPECT_EQ(objects_.named("Service", "b"), Indexes{0});
  EXPECT_EQ(objects_.with_any_id(wanted), Indexes{0});
  // But nothing has that id now.
  EXPECT_EQ(objects_.same_id(wanted), nullptr);
}

TEST_F(ObjectsTest, removed_objects_have_no_id) {
  objects_.all()[2].is_removed = true;
  EXPECT_EQ(objects_.same_id(objects_.all()[2]), nullptr);
  EXPECT_EQ(objects_.with_any_id(objects_.all()[2]), Indexes{});
}

TEST(Object, build_annotations_hold_previous_ids) {
  const yaml::Parsed parsed(
      "apiVersion: v1\nkind: Service\nmetadata:\n  name: x-a\n  annotations:\n"
      "    internal.config.kubernetes.io/previousNames: a,b\n"
      "    internal.config.kubernetes.io/previousNamespaces: default,shop\n"
      "    internal.config.kubernetes.io/previousKinds: Service,Service\n"
      "    internal.config.kubernetes.io/prefixes: x-\n");
  yaml::Arena arena;
  Object object = Object::of(parsed.root(), {});
  object.take_build_annotations(arena);
  EXPECT_TRUE(object.has_id({.name = "b", .ns = "shop", .kind = "Service"}));
  EXPECT_EQ(object.original().name, "a");
  EXPECT_EQ(object.prefixes, std::vector<std::string_view>{"x-"});
  EXPECT_FALSE(object.root["metadata"]["annotations"]);
}

TEST(Object, the_identity_is_restored) {
  const yaml::Parsed before(
      "{apiVersion: v1, kind: Service, metadata: {name: a, namespace: shop}, spec: {}}");
  const yaml::Parsed after("{metadata: {labels: {a: b}}}");
  yaml::Arena arena;
  Object object = Object::of(after.root(), {});
  object.restore_identity(arena, before.root());
  EXPECT_EQ(object.title(), "Service shop/a");
  EXPECT_EQ(object.api_version, "v1");
  EXPECT_FALSE(object.root["spec"]);
}

}  // namespace
}  // namespace meshlint::kustomize
