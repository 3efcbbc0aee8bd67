#include "template/functions.h"

#include <gtest/gtest.h>

#include "unit/template/rendering.h"

namespace meshlint::templates {
namespace {

TEST(ListFunctions, parts) {
  for (const auto& [expression, want] : {
           Case{R"(list 1 "a" nil)", "[1 a <nil>]"},
           Case{"tuple 1 2", "[1 2]"},
           Case{"first .list", "b"},
           Case{"last (list 1 2)", "2"},
           Case{"last (list)", "<no value>"},
           Case{"rest .list", "[a b ]"},
           Case{"rest (list)", "[]"},
           Case{"initial .list", "[b a b]"},
       }) {
    EXPECT_EQ(value_of(list_functions(), expression), want) << expression;
  }
}

TEST(ListFunctions, changes) {
  for (const auto& [expression, want] : {
           Case{R"(append .list "z")", "[b a b  z]"},
           Case{"push (list 1) 2", "[1 2]"},
           Case{"prepend (list 1) 0", "[0 1]"},
           Case{"concat (list 1) (list 2 3)", "[1 2 3]"},
           Case{"reverse (list 1 2 3)", "[3 2 1]"},
           Case{"sortAlpha .list", "[ a b b]"},
           Case{"uniq .list", "[b a ]"},
           Case{"compact .list", "[b a b]"},
           Case{R"(without .list "b" "")", "[a]"},
           Case{"mustUniq (list 1 1)", "[1]"},
       }) {
    EXPECT_EQ(value_of(list_functions(), expression), want) << expression;
  }
}

TEST(ListFunctions, has) {
  for (const auto& [expression, want] : {
           Case{R"(has "a" .list)", "true"}, Case{R"(has "z" .list)", "false"},
           Case{R"(has 1 (list "1"))", "false"},  // types differ
       }) {
    EXPECT_EQ(value_of(list_functions(), expression), want) << expression;
  }
}

TEST(ListFunctions, problems) {
  for (const auto& [expression, want] : {
           Case{"first .name", "! `first`: `Shop_EU` is not a list"},
           Case{"concat (list 1) .map",
                "! `concat`: `map[inner:map[zone:z1] region:eu-1]` is not a list"},
           Case{"chunk 2 .list", "! `chunk` is not evaluated"},
           Case{"shuffle .list", "! `shuffle` is not evaluated"},
       }) {
    EXPECT_EQ(value_of(list_functions(), expression), want) << expression;
  }
}

}  // namespace
}  // namespace meshlint::templates
