#include "cel/evaluate.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "unit/cel/expressions.h"

namespace meshlint::cel {
namespace {

using Case = ExpressionCase;

TEST(CelEvaluate, node_tree) {
  constexpr std::string_view kSelf =
      "{name: shop, ports: [80, 443], labels: {app: a, tier: null}, weight: 1.5, big: "
      "99999999999999999999, quoted: '80', on: yes}";
  for (const auto& [expression, want] : {
           Case{"self.name", "shop"},
           Case{"self.ports[1] + 1", "444"},
           Case{"self.ports == [80, 443]", "true"},
           Case{"self.labels.app", "a"},
           Case{"has(self.labels.tier) && self.labels.tier == null", "true"},
           Case{"has(self.labels.other)", "false"},
           Case{"self.missing", "error: no such key: missing"},
           Case{"self.ports[2]", "error: index out of bounds: 2"},
           Case{"self.weight * 2.0", "3"},
           Case{"type(self.big)", "double"},
           Case{"type(self.quoted)", "string"},
           Case{"self[true ? 'name' : '']", "shop"},
           Case{"self.map(k, k).size()", "7"},
           Case{"self.ports.exists_one(p, p == 80)", "true"},
           Case{"self.?name.orValue('x')", "shop"},
           Case{"self.?other.orValue('x')", "x"},
           Case{"self.labels == {'tier': dyn(null), 'app': dyn('a')}", "true"},
       }) {
    EXPECT_EQ(result_of(expression, kSelf), want) << expression;
  }
}

TEST(CelEvaluate, errors_and_unknowns) {
  for (const auto& [expression, want] : {
           Case{"false && self.a", "false"},
           Case{"self.a && false", "false"},
           Case{"self.a || true", "true"},
           Case{"unbound || true", "true"},
           Case{"unbound && true", "unknown"},
           Case{"unbound || self.a", "unknown"},  // unknown outranks an error
           Case{"self.a + unbound", "unknown"},
           Case{"[1, 2].all(x, x / (x - 1) > 0)", "error: division by zero"},
           Case{"[1, 2].exists(x, x / (x - 1) > 0)", "true"},
           Case{"1 / 0", "error: division by zero"},
           Case{"9223372036854775807 + 1", "error: integer overflow"},
           Case{"-9223372036854775808", "-9223372036854775808"},
           Case{"0u - 1u", "error: unsigned integer overflow"},
       }) {
    EXPECT_EQ(result_of(expression, "{}"), want) << expression;
  }
}

TEST(CelEvaluate, macros) {
  expect_results({
      {"[1, 2].map(x, x * 2)", "[2, 4]"},
      {"[1, 2, 3].map(x, x > 1, x * 2)", "[4, 6]"},
      {"[1, 2, 3].filter(x, x % 2 == 1)", "[1, 3]"},
      {"[1, 2].exists(i, x, i == x)", "false"},
      {"{'a': 1, 'b': 2}.transformList(k, v, k + string(v))", "[a1, b2]"},
      {"{'a': 1, 'b': 2}.transformMap(k, v, v > 1, v * 10)", "{b: 20}"},
      {"[1, 2].transformMapEntry(i, v, {'x': v})", "error: insert failed: key x already exists"},
      {"cel.bind(x, 3, x * x)", "9"},
      {"cel.block([1, cel.index(0) + 1], cel.index(1) * 2)", "4"},
  });
}

TEST(CelEvaluate, stops_at_its_budget) {
  const std::string nested =
      "lists.range(1000).map(a, lists.range(1000).map(b, lists.range(1000)))";
  EXPECT_EQ(result_of(nested), "error: operation cancelled: cost limit exceeded");
  EXPECT_EQ(result_of("true || self.a", "{}", 0),
            "error: operation cancelled: cost limit exceeded");
  EXPECT_EQ(result_of("lists.range(9223372036854775807).size()"),
            "error: operation cancelled: cost limit exceeded");
}

}  // namespace
}  // namespace meshlint::cel
