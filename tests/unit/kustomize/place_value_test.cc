#include "kustomize/place_value.h"

#include <gtest/gtest.h>

#include <string>

#include "kustomize/field_steps.h"
#include "meshlint/linter.h"
#include "unit/yaml/parsed.h"
#include "yaml/build.h"
#include "yaml/emit.h"

namespace meshlint::kustomize {
namespace {

class PlaceValue : public testing::Test {
 protected:
  // The tree with the value at that path, or why it is not there.
  std::string placed(const std::string& root, const std::string& path, const std::string& value,
                     const ReplacementOptions& options = {}) {
    const yaml::Parsed a(root);
    const yaml::Parsed b(value);
    const std::vector<std::string> steps = field_steps(path);
    const Placement result =
        place_value(context_, a.root(), steps, options, *b.root().record(), {});
    places_ = result.places;
    return result.root ? yaml::emit(yaml::Node(&*result.root)) : result.reason;
  }

  model::Workspace workspace_ = model::Workspace::load({}, {});
  BuildOptions options_;
  Build build_;
  Context context_{workspace_, options_, build_};
  std::size_t places_ = 0;
};

TEST_F(PlaceValue, a_scalar_keeps_its_type) {
  EXPECT_EQ(placed("a: text", "a", "80"), "a: \"80\"\n");
  EXPECT_EQ(placed("a: 1", "a", "\"80\""), "a: 80\n");
}

TEST_F(PlaceValue, a_star_leads_to_every_item) {
  EXPECT_EQ(placed("a: [{b: x}, {c: x}, {b: y}]", "a.*.b", "z"), "a:\n- b: z\n- c: x\n- b: z\n");
  EXPECT_EQ(places_, 2U);
}

TEST_F(PlaceValue, missing_fields_are_created_if_wanted) {
  EXPECT_EQ(placed("a: {}", "a.b.c", "z"), "");
  EXPECT_EQ(places_, 0U);
  EXPECT_EQ(placed("a: {}", "a.b.c", "z", {.creates = true}), "a:\n  b:\n    c: z\n");
  EXPECT_EQ(placed("a: [{name: x}]", "a.[name=y].v", "z", {.creates = true}),
            "a:\n- name: x\n- name: \"y\"\n  v: z\n");
}

TEST_F(PlaceValue, one_part_between_delimiters) {
  EXPECT_EQ(placed("a: x:y", "a", "z", {.delimiter = ":", .index = 1}), "a: x:z\n");
  EXPECT_EQ(placed("a: x:y", "a", "z", {.delimiter = ":", .index = 9}), "a: x:y:z\n");
  EXPECT_EQ(placed("a: x:y", "a", "z", {.delimiter = ":", .index = -1}), "a: z:x:y\n");
  EXPECT_EQ(placed("a: {}", "a", "z", {.delimiter = ":"}), "`delimiter` needs a single value");
  EXPECT_EQ(places_, 0U);
}

TEST_F(PlaceValue, the_reason_says_where_the_path_ends) {
  EXPECT_EQ(placed("a: [x]", "a.3", "z"), "the list has only 1 item");
  EXPECT_EQ(placed("a: [x]", "a.b", "z"), "the parent of `b` is not a mapping");
}

TEST_F(PlaceValue, a_path_goes_on_into_a_string) {
  EXPECT_EQ(placed("a: '{\"b\": {\"c\": 1}}'", "a.b.c", "2"), "a: '{\"b\":{\"c\":2}}'\n");
}

}  // namespace
}  // namespace meshlint::kustomize
