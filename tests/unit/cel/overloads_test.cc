#include "cel/overloads.h"

#include <gtest/gtest.h>

#include <array>
#include <string_view>
#include <vector>

namespace meshlint::cel {
namespace {

constexpr TypeId kInt = TypeTable::simple(TypeKind::kInt);
constexpr TypeId kString = TypeTable::simple(TypeKind::kString);
constexpr TypeId kDyn = TypeTable::simple(TypeKind::kDyn);

TEST(CelOverloads, signatures) {
  TypeTable types;
  std::string_view text = "net.IP.(string, ...) bool | (int) int";
  const Overload method = read_overload(types, text);
  EXPECT_TRUE(method.is_method);
  EXPECT_TRUE(method.is_variadic);
  ASSERT_EQ(method.parameters.size(), 2U);
  EXPECT_EQ(types.text(method.parameters[0]), "net.IP");
  EXPECT_EQ(method.parameters[1], kString);
  EXPECT_EQ(method.result, TypeTable::simple(TypeKind::kBool));
  const Overload function = read_overload(types, text);
  EXPECT_FALSE(function.is_method);
  EXPECT_EQ(function.parameters, std::vector<TypeId>{kInt});
  EXPECT_EQ(text, "");
}

TEST(CelOverloads, methods_and_functions) {
  EXPECT_TRUE(has_overload("(int) int", false));
  EXPECT_FALSE(has_overload("(int) int", true));
  EXPECT_TRUE(has_overload("(int) int | string.() int", true));
  EXPECT_FALSE(has_overload("string.() int", false));
}

TEST(CelOverloads, counts_of_arguments) {
  TypeTable types;
  constexpr std::array<std::string_view, 1> kOverloads = {"(int, int, ...) int | string.() int"};
  EXPECT_FALSE(accepts_count(types, kOverloads, 1, false));
  EXPECT_TRUE(accepts_count(types, kOverloads, 2, false));
  EXPECT_TRUE(accepts_count(types, kOverloads, 5, false));
  EXPECT_TRUE(accepts_count(types, kOverloads, 1, true));
}

TEST(CelOverloads, results_of_calls) {
  TypeTable types;
  Substitution substitution(types);
  constexpr std::array<std::string_view, 1> kIndex = {"(list(A), int) A | (map(A, B), A) B"};
  const auto result = [&](std::vector<TypeId> arguments) {
    return resolve_call(types, substitution, kIndex, arguments, false);
  };
  EXPECT_EQ(result({types.list(kString), kInt}), kString);
  EXPECT_EQ(result({types.map(kString, kInt), kString}), kInt);
  EXPECT_EQ(result({kString, kInt}), std::nullopt);
  EXPECT_EQ(result({kDyn, kInt}), kDyn);
}

}  // namespace
}  // namespace meshlint::cel
