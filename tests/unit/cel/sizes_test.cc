#include "cel/sizes.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>

#include "cel/call_cost.h"
#include "cel/schema_sizes.h"
#include "text/source.h"
#include "yaml/document.h"

namespace meshlint::cel {
namespace {

TEST(CelSizes, saturate) {
  EXPECT_EQ(plus(kMost, 1), kMost);
  EXPECT_EQ(plus(1, 2), 3U);
  EXPECT_EQ(times(kMost / 2, 3), kMost);
  EXPECT_EQ(times(0, kMost), 0U);
  EXPECT_EQ(scaled(11, 0.1), 2U);  // rounded up
  EXPECT_EQ(scaled(kMost, 2), kMost);
  EXPECT_EQ(either({1, 2}, {0, 1}), (Size{0, 2}));
  EXPECT_EQ(sum({1, kMost}, {1, 1}), (Size{2, kMost}));
  EXPECT_EQ(product({2, 3}, {4, 5}), (Size{8, 15}));
}

TEST(CelSizes, costs_of_calls) {
  TypeTable types;
  Argument text;
  text.type = &types[TypeTable::simple(TypeKind::kString)];
  text.size = {0, 100};
  Argument pattern = text;
  pattern.size = exactly(8);
  const std::array arguments = {text, pattern};
  const auto cost = [&](const char* function, bool is_method) {
    return call_cost_of(function)(Call{arguments, is_method}).cost;
  };
  EXPECT_EQ(cost("contains", true), 10U);
  EXPECT_EQ(cost("matches", true), 22U);  // (100 + 1) / 10 times 8 / 4, each rounded up
  EXPECT_EQ(cost("matches", false), 1U);
  EXPECT_EQ(cost("_+_", false), 11U);
  EXPECT_EQ(call_cost_of("_+_")(Call{arguments, false}).size, (Size{8, 108}));
  EXPECT_EQ(call_cost_of("getHost"), nullptr);
}

TEST(CelSizes, of_schemas) {
  const text::Source source("crd.yaml",
                            "bounded: { type: string, maxLength: 10 }\n"
                            "unbounded: { type: string }\n"
                            "enum: { type: string, enum: [a, abc] }\n"
                            "date: { type: string, format: date }\n"
                            "list: { type: array, items: { type: boolean } }\n"
                            "number: { type: integer }\n");
  const yaml::File file = yaml::parse(source, 0);
  const yaml::Node schemas = file.documents.front().root;
  SchemaSizes sizes(schemas);
  EXPECT_EQ(sizes.max_size(schemas["bounded"]), 40U);  // four bytes for each character
  EXPECT_EQ(sizes.max_size(schemas["unbounded"]), kUnboundedText);
  EXPECT_EQ(sizes.max_size(schemas["enum"]), 3U);
  EXPECT_EQ(sizes.max_size(schemas["date"]), 12U);
  EXPECT_EQ(sizes.max_size(schemas["list"]), kUnboundedText / 5);  // `true,`
  EXPECT_EQ(sizes.max_size(schemas["number"]), 0U);
  EXPECT_EQ(SchemaSizes::bound_of(schemas["list"]), "maxItems");
  EXPECT_EQ(SchemaSizes::bound_of(schemas["date"]), "");
  EXPECT_EQ(sizes.max_count(schemas["bounded"], std::array{schemas["list"]}),
            (kUnboundedText + 2) / 3);
  sizes.assume(schemas["list"], 7);
  EXPECT_EQ(sizes.max_size(schemas["list"]), 7U);
  EXPECT_EQ(sizes.max_count(schemas["bounded"], std::array{schemas["list"]}), 7U);
}

}  // namespace
}  // namespace meshlint::cel
