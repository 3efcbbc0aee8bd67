#include "kustomize/shared_values.h"

#include <gtest/gtest.h>

#include <string>

#include "unit/yaml/parsed.h"
#include "yaml/build.h"
#include "yaml/emit.h"

namespace meshlint::kustomize {
namespace {

class SharedValues : public testing::Test {
 protected:
  // A mapping with these two values, whose span is always the same.
  yaml::Node pair(const yaml::Record& a, const yaml::Record& b) {
    const yaml::Entry entries[] = {{text("a"), a}, {text("b"), b}};
    return yaml::place(arena_, yaml::map_record(arena_, entries, {}));
  }
  yaml::Record text(std::string_view value) { return yaml::string_record(arena_, value, {}); }

  yaml::Arena arena_;
  SharedTexts shared_;
};

TEST_F(SharedValues, a_change_in_one_place_is_repeated_in_the_others) {
  const yaml::Record label = share(arena_, text("old"), shared_);
  const yaml::Node before = pair(label, label);
  const auto result = with_shared_changes(arena_, before, pair(text("new"), label), shared_);
  ASSERT_TRUE(result);
  EXPECT_EQ(yaml::emit(yaml::Node(&*result)), "a: new\nb: new\n");
  // The new value is shared in place of the old one.
  EXPECT_EQ(shared_.size(), 1U);
  EXPECT_NE(shared_.front(), label.text);
}

TEST_F(SharedValues, an_equal_value_is_not_a_shared_one) {
  const yaml::Record label = share(arena_, text("old"), shared_);
  const yaml::Node before = pair(label, text("old"));
  const auto result = with_shared_changes(arena_, before, pair(text("new"), text("old")), shared_);
  ASSERT_TRUE(result);
  EXPECT_EQ(yaml::emit(yaml::Node(&*result)), "a: new\nb: old\n");
}

TEST_F(SharedValues, without_a_change_the_tree_stays) {
  const yaml::Record label = share(arena_, text("old"), shared_);
  EXPECT_FALSE(with_shared_changes(arena_, pair(label, label), pair(label, label), shared_));
  EXPECT_EQ(shared_, SharedTexts{label.text});
}

TEST_F(SharedValues, empty_strings_have_their_own_addresses) {
  const yaml::Record a = share(arena_, text(""), shared_);
  const yaml::Record b = share(arena_, text(""), shared_);
  EXPECT_NE(a.text, b.text);
  EXPECT_EQ(a.size, 0U);
}

}  // namespace
}  // namespace meshlint::kustomize
