#include "model/real_paths.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <string>

#include "tests/unit/model/temporary_tree.h"

namespace meshlint::model {
namespace {

namespace fs = std::filesystem;
using Kind = RealPath::Kind;

class RealPathsTest : public testing::Test {
 protected:
  // What a path of the tree is, counted from its root.
  RealPath of(std::string_view path) { return paths_.of(tree_.root(), path); }
  std::string inside(std::string_view path) {
    return relative_path(of(path).path, fs::canonical(tree_.root()).string());
  }

  TemporaryTree tree_;
  RealPaths paths_;
};

TEST_F(RealPathsTest, tell_files_folders_and_what_is_missing) {
  tree_.write("a/b.yaml", "");
  EXPECT_EQ(of("").kind, Kind::kFolder);
  EXPECT_EQ(of("a").kind, Kind::kFolder);
  EXPECT_EQ(of("a/b.yaml").kind, Kind::kFile);
  EXPECT_EQ(of("a/b.yaml/c").kind, Kind::kMissing);
  EXPECT_EQ(of("a/c/d.yaml").kind, Kind::kMissing);
  EXPECT_EQ(inside("a/c/d.yaml"), "a/c/d.yaml");
  ASSERT_EQ(::mkfifo((tree_ / "pipe").c_str(), 0600), 0);
  EXPECT_EQ(of("pipe").kind, Kind::kOther);
}

TEST_F(RealPathsTest, drop_what_says_nothing) {
  tree_.write("a/b.yaml", "");
  EXPECT_EQ(inside("./a//./b.yaml"), "a/b.yaml");
  EXPECT_EQ(inside("a/"), "a");
  EXPECT_EQ(inside("a/../a/b.yaml"), "a/b.yaml");
  EXPECT_EQ(of("/").path, "/");
  EXPECT_EQ(of("/..").path, "/");
}

TEST_F(RealPathsTest, follow_links_on_the_way_and_at_the_end) {
  tree_.write("real/deep/b.yaml", "");
  fs::create_directory_symlink("real/deep", tree_ / "folder");
  fs::create_symlink("folder/b.yaml", tree_ / "file");
  fs::create_symlink("nowhere", tree_ / "broken");
  EXPECT_EQ(inside("folder/b.yaml"), "real/deep/b.yaml");
  EXPECT_EQ(inside("file"), "real/deep/b.yaml");
  EXPECT_EQ(of("file").kind, Kind::kFile);
  // The folder above is that of the target, not of the link.
  EXPECT_EQ(inside("folder/.."), "real");
  EXPECT_EQ(of("broken").kind, Kind::kMissing);
}

TEST_F(RealPathsTest, refuse_what_the_system_cannot_name) {
  tree_.write("a.yaml", "");
  EXPECT_EQ(of(std::string_view("a.yaml\0b", 8)).kind, Kind::kMissing);
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "a/";
  EXPECT_EQ(of(deep).kind, Kind::kMissing);
}

TEST_F(RealPathsTest, ask_the_disk_once) {
  EXPECT_EQ(of("late.yaml").kind, Kind::kMissing);
  tree_.write("late.yaml", "");
  EXPECT_EQ(of("late.yaml").kind, Kind::kMissing);
  EXPECT_EQ(RealPaths().of((tree_ / "late.yaml").string()).kind, Kind::kFile);
}

TEST(RelativePath, is_what_leads_from_one_to_the_other) {
  EXPECT_EQ(relative_path("/x/b/c", "/x/a"), "../b/c");
  EXPECT_EQ(relative_path("/x/b", "/x/b"), "");
  EXPECT_EQ(relative_path("/x/b/c", "/x/b"), "c");
  EXPECT_EQ(relative_path("/x", "/x/b/c"), "../..");
  EXPECT_EQ(relative_path("/xy", "/x"), "../xy");
  EXPECT_EQ(relative_path("/x/b", "/"), "x/b");
  EXPECT_EQ(relative_path("a/b.yaml", "a"), "b.yaml");
  EXPECT_TRUE(leads_out("../b"));
  EXPECT_TRUE(leads_out(".."));
  EXPECT_FALSE(leads_out("..b"));
  EXPECT_FALSE(leads_out(""));
}

}  // namespace
}  // namespace meshlint::model
