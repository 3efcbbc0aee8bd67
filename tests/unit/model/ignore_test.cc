#include "model/ignore.h"

#include <gtest/gtest.h>

#include <string>

namespace meshlint::model {
namespace {

TEST(Ignore, globs) {
  for (const auto& [glob, path, want] : {
           std::tuple{"*.yaml", "a.yaml", true},
           std::tuple{"*.yaml", "a/b.yaml", false},  // a star stays inside of a segment
           std::tuple{"**/b.yaml", "b.yaml", true},
           std::tuple{"**/b.yaml", "x/y/b.yaml", true},
           std::tuple{"a/**", "a/b/c", true},
           std::tuple{"a/**/c", "a/c", true},
           std::tuple{"a?[0-9].y*", "ab7.yaml", true},
           std::tuple{"[!a]b", "ab", false},
           std::tuple{"\\*", "*", true},
           std::tuple{"a*b*c", "axxbyyc", true},
           std::tuple{"a*b*c", "axxbyy", false},
           std::tuple{"", "", true},
       }) {
    EXPECT_EQ(glob_matches(glob, path), want) << glob << " " << path;
  }
}

TEST(Ignore, a_long_hostile_glob_ends) {
  std::string glob;
  for (int i = 0; i < 200; ++i) glob += "*a";
  EXPECT_FALSE(glob_matches(glob + "b", std::string(2000, 'a')));
}

TEST(Ignore, gitignore_rules) {
  IgnorePatterns patterns;
  patterns.add_file("# built\n/dist\nlogs/\n*.tmp.yaml\n!keep.tmp.yaml\na/b.yaml\n", "");
  patterns.add_file("local.yaml\n", "sub");
  using enum IgnorePatterns::Verdict;
  for (const auto& [path, is_directory, want] : {
           std::tuple{"dist", true, kIgnored},
           std::tuple{"x/dist", true, kNone},
           std::tuple{"x/logs", true, kIgnored},
           std::tuple{"x/logs", false, kNone},
           std::tuple{"x/y.tmp.yaml", false, kIgnored},
           std::tuple{"keep.tmp.yaml", false, kKept},
           std::tuple{"a/b.yaml", false, kIgnored},
           std::tuple{"c/a/b.yaml", false, kNone},
           std::tuple{"sub/x/local.yaml", false, kIgnored},
           std::tuple{"local.yaml", false, kNone},
       }) {
    EXPECT_EQ(patterns.verdict(path, is_directory), want) << path;
  }
}

}  // namespace
}  // namespace meshlint::model
