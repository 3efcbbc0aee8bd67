#include "schema/format.h"

#include <gtest/gtest.h>

#include <array>
#include <string_view>

namespace meshlint::schema {
namespace {

struct Case {
  Format format;
  std::string_view good;
  std::string_view bad;
};

TEST(Format, takes_what_the_api_server_takes) {
  constexpr auto kCases = std::to_array<Case>({
      {Format::kByte, "aGVsbG8=", "aGVsbG8"},
      {Format::kByte, "", "a=b="},
      {Format::kByte, "aGVs\nbG8=", "aGVsbG8!"},
      {Format::kDuration, "1h30m", "1d"},
      {Format::kDuration, "-1.5s", "s"},
      {Format::kDuration, "0", "5"},
      {Format::kDuration, "100\u00b5s", ""},
      {Format::kSpokenDuration, "3 days", "3"},
      {Format::kSpokenDuration, "1h30m", "days"},
      {Format::kSpokenDuration, "2 Weeks 1hr", "5 parsecs"},
      {Format::kQuantity, "500m", "500 m"},
      {Format::kQuantity, "1.5Gi", "1.5GB"},
      {Format::kQuantity, "1e3", "e3"},
      {Format::kQuantity, ".5", "200K"},
      {Format::kDateTime, "2026-01-31T23:59:59Z", "2026-01-31"},
      {Format::kDateTime, "2026-01-31t23:59:59.5+02:00", "2026-01-31T24:00:00Z"},
      {Format::kDateTime, "2024-02-29T00:00:00Z", "2026-02-29T00:00:00Z"},
      {Format::kDate, "2026-12-31", "2026-13-01"},
      {Format::kUri, "https://example.com/a?b", "example.com"},
      {Format::kUri, "/a", "a b:c"},
      {Format::kEmail, "mesh@example.com", "@example.com"},
      {Format::kHostname, "a-b.example.com", "-a.example.com"},
      {Format::kIpv4, "10.0.0.1", "10.0.0.256"},
      {Format::kIpv6, "fd00::1", "10.0.0.1"},
      {Format::kCidr, "10.0.0.0/8", "10.0.0.0/33"},
      {Format::kCidr, "fd00::/64", "10.0.0.0"},
      {Format::kMac, "00:1a:2b:3c:4d:5e", "00:1a:2b:3c:4d"},
      {Format::kMac, "001a.2b3c.4d5e", "00-1a:2b-3c:4d-5e"},
      {Format::kUuid, "123e4567-e89b-12d3-a456-426614174000", "123e4567-e89b"},
  });
  for (const Case& each : kCases) {
    EXPECT_TRUE(has_format(each.good, each.format)) << each.good;
    EXPECT_FALSE(has_format(each.bad, each.format)) << each.bad;
    EXPECT_FALSE(noun_of(each.format).empty());
    EXPECT_FALSE(example_of(each.format).empty());
  }
}

TEST(Format, durations_in_words) {
  constexpr std::int64_t kHour = 3'600'000'000'000;
  EXPECT_EQ(spoken_duration("3 days 12h"), 84 * kHour);
  EXPECT_EQ(spoken_duration("90 minutes"), kHour * 3 / 2);
  EXPECT_EQ(spoken_duration("99999999999 weeks"), std::nullopt);
}

TEST(Format, names_that_nobody_checks_fit_everything) {
  EXPECT_EQ(parse_format("date-time"), Format::kDateTime);
  EXPECT_EQ(parse_format("double"), Format::kOther);
  EXPECT_EQ(parse_format(""), Format::kNone);
  EXPECT_TRUE(has_format("anything", Format::kOther));
}

}  // namespace
}  // namespace meshlint::schema
