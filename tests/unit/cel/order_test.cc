#include "cel/order.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>

namespace meshlint::cel {
namespace {

using std::strong_ordering;

TEST(CelOrder, numbers_of_all_types) {
  EXPECT_EQ(order(Value::integer(1), Value::unsigned_integer(2)), strong_ordering::less);
  EXPECT_EQ(order(Value::unsigned_integer(0), Value::integer(-1)), strong_ordering::greater);
  EXPECT_EQ(order(Value::real(1.0), Value::integer(1)), strong_ordering::equal);
  EXPECT_EQ(order(Value::unsigned_integer(UINT64_MAX), Value::integer(INT64_MAX)),
            strong_ordering::greater);
  EXPECT_EQ(order(Value::integer(INT64_MIN), Value::real(-1e30)), strong_ordering::greater);
  EXPECT_EQ(order(Value::unsigned_integer(0), Value::real(-0.5)), strong_ordering::greater);
}

TEST(CelOrder, of_other_values) {
  EXPECT_EQ(order(Value::string("a"), Value::string("b")), strong_ordering::less);
  EXPECT_EQ(order(Value::boolean(true), Value::boolean(false)), strong_ordering::greater);
  EXPECT_EQ(order(Value::timestamp(5, 1), Value::timestamp(5, 2)), strong_ordering::less);
  EXPECT_EQ(order(Value::duration(-1), Value::duration(-1)), strong_ordering::equal);
}

TEST(CelOrder, values_without_order) {
  EXPECT_EQ(order(Value::real(NAN), Value::integer(1)), std::nullopt);
  EXPECT_EQ(order(Value::string("1"), Value::integer(1)), std::nullopt);
  EXPECT_EQ(order(Value::null(), Value::null()), std::nullopt);
}

TEST(CelOrder, keys_of_a_map) {
  EXPECT_TRUE(is_same_key(Value::integer(1), Value::real(1.0)));
  EXPECT_TRUE(is_same_key(Value::string("a"), Value::string("a")));
  EXPECT_FALSE(is_same_key(Value::string("1"), Value::integer(1)));
  EXPECT_FALSE(is_same_key(Value::real(NAN), Value::real(NAN)));
}

}  // namespace
}  // namespace meshlint::cel
