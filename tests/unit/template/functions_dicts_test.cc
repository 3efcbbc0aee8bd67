#include "template/functions.h"

#include <gtest/gtest.h>

#include "unit/template/rendering.h"

namespace meshlint::templates {
namespace {

TEST(DictFunctions, values) {
  for (const auto& [expression, want] : {
           Case{R"((dict "a" 1 "b" 2).b)", "2"},
           Case{R"(dict "a" 1 "a" 2 "b")", "map[a:2 b:]"},
           Case{R"(get .map "region")", "eu-1"},
           Case{R"(get .map "x")", ""},
           Case{R"(hasKey .map "region")", "true"},
           Case{R"(hasKey .map "x")", "false"},
           Case{R"(keys (dict "a" 1) (dict "b" 2))", "[a b]"},
           Case{R"(values (dict "a" 1 "b" 2))", "[1 2]"},
           Case{R"(pick .map "region" "x")", "map[region:eu-1]"},
           Case{R"(omit .map "inner")", "map[region:eu-1]"},
           Case{R"(dig "inner" "zone" "z9" .map)", "z1"},
           Case{R"(dig "inner" "x" "z9" .map)", "z9"},
           Case{"deepCopy .map.inner", "map[zone:z1]"},
       }) {
    EXPECT_EQ(value_of(dict_functions(), expression), want) << expression;
  }
}

TEST(DictFunctions, merging) {
  for (const auto& [expression, want] : {
           Case{R"(merge (dict "a" 1) (dict "a" 2 "b" 3))", "map[a:1 b:3]"},  // the first one wins
           Case{R"(mergeOverwrite (dict "a" 1) (dict "a" 2 "b" 3))",
                "map[a:2 b:3]"},  // the last one wins
           Case{R"(merge (dict "a" "") (dict "a" 2))",
                "map[a:2]"},  // but an empty value never does
           Case{R"(mergeOverwrite .map (dict "inner" (dict "x" 1)))",
                "map[inner:map[x:1 zone:z1] region:eu-1]"},
       }) {
    EXPECT_EQ(value_of(dict_functions(), expression), want) << expression;
  }
}

TEST(DictFunctions, not_evaluated) {
  for (const auto& [expression, want] : {
           Case{R"(set .map "a" 1)", "! `set` is not evaluated"},
           Case{R"(pluck "a" .map)", "! `pluck` is not evaluated"},
       }) {
    EXPECT_EQ(value_of(dict_functions(), expression), want) << expression;
  }
}

}  // namespace
}  // namespace meshlint::templates
