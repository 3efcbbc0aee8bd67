#include "kustomize/printable.h"

#include <gtest/gtest.h>

#include <string>

#include "unit/yaml/parsed.h"

namespace meshlint::kustomize {
namespace {

// The text of what can't be printed, or an empty string.
std::string unprintable(const std::string& text) {
  const yaml::Parsed parsed(text);
  return std::string(unprintable_in(parsed.root()).text());
}

TEST(Printable, keys_have_to_be_strings) {
  EXPECT_EQ(unprintable("a: {b: 1, \"1\": x}"), "");
  EXPECT_EQ(unprintable("a: [{b: {1: x}}]"), "1");
  EXPECT_EQ(unprintable("true: x"), "true");
  EXPECT_EQ(unprintable("on: x"), "");  // a string to Go's decoder, unless a bool is needed
  EXPECT_EQ(unprintable("2020-01-01: x"), "2020-01-01");
  EXPECT_EQ(unprintable("\"2020-01-01\": x"), "");
}

TEST(Printable, numbers_have_to_be_finite) {
  EXPECT_EQ(unprintable("a: 1e3"), "");
  EXPECT_EQ(unprintable("a: [-.inf]"), "-.inf");
  EXPECT_EQ(unprintable("a: .NaN"), ".NaN");
  EXPECT_EQ(unprintable("a: \".inf\""), "");
}

TEST(Printable, the_message_says_what_to_do) {
  const auto message = [](const std::string& text) {
    const yaml::Parsed parsed(text);
    return unprintable_problem(unprintable_in(parsed.root())).message;
  };
  EXPECT_EQ(message("8080: x"),
            "the key `8080` isn't a string and kustomize rejects it; write \"8080\"");
  EXPECT_EQ(message("a: .inf"), "`.inf` isn't a number in JSON; kustomize rejects it");
}

}  // namespace
}  // namespace meshlint::kustomize
