#include "model/duration.h"

#include <gtest/gtest.h>

#include "text/placeholder.h"

namespace meshlint::model {
namespace {

struct Case {
  std::string_view text;
  std::optional<std::int64_t> want;
};

TEST(Duration, reads_go_durations) {
  for (const auto& [text, want] : {
           Case{"10s", 10'000},
           Case{"1h2m3.5s", 3'723'500},
           Case{"0.1s", 100},
           Case{".5s", 500},
           Case{"1.s", 1000},
           Case{"250ms", 250},
           Case{"1500us", 1},  // what is below a millisecond is cut off
           Case{"999ns", 0},
           Case{"-2m", -120'000},
           Case{"+1s", 1000},
           Case{"0", 0},  // the one number that needs no unit
           Case{"0s", 0},
           Case{"10", std::nullopt},
           Case{"", std::nullopt},
           Case{"-", std::nullopt},
           Case{".s", std::nullopt},
           Case{"1d", std::nullopt},  // Go knows no days
           Case{"1 s", std::nullopt},
           Case{"s", std::nullopt},
           Case{"$(TIMEOUT)", std::nullopt},
           Case{"9999999999999999999s", std::nullopt},
           Case{"9999999999h", std::nullopt},
       }) {
    EXPECT_EQ(duration_ms(text), want) << "text: " << text;
  }
}

TEST(Duration, writes_what_it_reads) {
  for (const std::string_view text : {"12s", "1.5s", "250ms", "1h1m1s", "2m", "0s", "-3s", "1h"}) {
    const std::optional<std::int64_t> ms = duration_ms(text);
    ASSERT_TRUE(ms.has_value()) << text;
    EXPECT_EQ(duration_text(*ms), text);
  }
}

TEST(Placeholder, needs_both_ends) {
  EXPECT_TRUE(text::has_placeholder("$(HOST).example.com"));
  EXPECT_TRUE(text::has_placeholder("${HOST}"));
  EXPECT_TRUE(text::has_placeholder("v{{ .Values.version }}"));
  EXPECT_FALSE(text::has_placeholder("price in $"));
  EXPECT_FALSE(text::has_placeholder("/a{2}"));
  EXPECT_FALSE(text::has_placeholder("}}{{"));
}

}  // namespace
}  // namespace meshlint::model
