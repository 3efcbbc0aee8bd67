#include "schema/version.h"

#include <gtest/gtest.h>

#include <optional>
#include <string_view>

namespace meshlint::schema {
namespace {

struct Case {
  std::string_view text;
  std::optional<Version> want;
};

TEST(Version, parse) {
  for (const auto& [text, want] : {
           Case{"1.22.1", Version{1, 22, 1}}, Case{"1.22", Version{1, 22, 0}},
           Case{"v2.8.3", Version{2, 8, 3}}, Case{"1.22.1-distroless", Version{1, 22, 1}},
           Case{"1.20.8+build", Version{1, 20, 8}}, Case{"1", std::nullopt},
           Case{"latest", std::nullopt}, Case{"", std::nullopt}, Case{"1.22x", std::nullopt},
           Case{"99999.1", std::nullopt},  // does not fit
       }) {
    EXPECT_EQ(parse_version(text), want) << text;
  }
}

TEST(Version, order_is_by_number_not_by_text) {
  EXPECT_LT((Version{1, 9, 0}), (Version{1, 13, 0}));
  EXPECT_LT((Version{1, 13, 3}), (Version{1, 13, 10}));
  EXPECT_LT((Version{2, 14, 0}), (Version{3, 0, 0}));
}

TEST(Version, text) {
  EXPECT_EQ(to_string(Version{1, 22, 1}), "1.22.1");
  EXPECT_EQ(to_string(Version{1, 20, 0}), "1.20");
}

}  // namespace
}  // namespace meshlint::schema
