#include "template/functions.h"

#include <gtest/gtest.h>

#include "unit/template/rendering.h"

namespace meshlint::templates {
namespace {

TEST(PathFunctions, parts) {
  for (const auto& [expression, want] : {
           Case{R"(base "apps/cart")", "cart"},
           Case{R"(base "apps/cart/")", "cart"},
           Case{R"(base "")", "."},
           Case{R"(base "/")", "/"},
           Case{R"(dir "apps/cart/prod")", "apps/cart"},
           Case{R"(dir "cart")", "."},
           Case{R"(dir "/cart")", "/"},
           Case{R"(ext "a/values.prod.yaml")", ".yaml"},
           Case{R"(ext "a.b/values")", ""},
           Case{R"(clean "a//b")", "! `clean` is not evaluated"},
       }) {
    EXPECT_EQ(value_of(path_functions(), expression), want) << expression;
  }
}

}  // namespace
}  // namespace meshlint::templates
