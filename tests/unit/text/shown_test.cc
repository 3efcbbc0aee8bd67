#include "text/shown.h"

#include <gtest/gtest.h>

#include <string>

namespace meshlint::text {
namespace {

TEST(Shown, short_texts_stay) {
  EXPECT_EQ(shown(""), "");
  EXPECT_EQ(shown("base/kustomization.yaml"), "base/kustomization.yaml");
  EXPECT_EQ(shown(std::string(48, 'x')), std::string(48, 'x'));
}

TEST(Shown, line_breaks_are_spaces) { EXPECT_EQ(shown("a\nb\tc"), "a b c"); }

TEST(Shown, long_texts_end_in_dots) {
  EXPECT_EQ(shown(std::string(49, 'x')), std::string(48, 'x') + "...");
  EXPECT_EQ(shown("one and/or two " + std::string(40, 'x')),
            "one and/or two " + std::string(33, 'x') + "...");
}

TEST(Shown, long_paths_keep_their_last_part) {
  EXPECT_EQ(shown("clusters/production/europe-west/overlays/mesh/kustomization.yaml"),
            "clusters/production/europe-we.../kustomization.yaml");
  EXPECT_EQ(shown("https://example.com/" + std::string(60, 'x') + ".yaml"),
            "https://example.com/" + std::string(28, 'x') + "...");
}

TEST(Shown, no_character_is_cut) {
  EXPECT_EQ(shown(std::string(47, 'x') + "メッシュ"), std::string(47, 'x') + "...");
  EXPECT_EQ(shown(std::string(42, 'x') + "メ/値/a.yaml"), std::string(41, 'x') + ".../a.yaml");
}

}  // namespace
}  // namespace meshlint::text
