// Every YAML file of the shared folder, chunk by chunk: what the block reader takes has to be what
// the complete reader makes of it, spans included. Skipped where the shared folder is absent.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "unit/yaml/both_readers.h"

namespace meshlint::yaml {
namespace {

namespace fs = std::filesystem;

struct Share {
  std::size_t chunks = 0;
  std::size_t bytes = 0;
};

void compare(const fs::path& path, Share& all, Share& taken) {
  std::ifstream stream(path, std::ios::binary);
  const std::string bytes(std::istreambuf_iterator<char>(stream), {});
  for (const Chunk chunk : chunks_of(bytes, 0)) {
    const BothReadings both = read_both(bytes, chunk);
    EXPECT_EQ(both.difference, "") << path << " from byte " << chunk.begin;
    ++all.chunks;
    all.bytes += chunk.length;
    if (!both.is_taken) continue;
    ++taken.chunks;
    taken.bytes += chunk.length;
  }
}

TEST(YamlReaders, give_the_same_tree) {
  const fs::path shared = MESHLINT_SHARED_DIR;
  if (!fs::exists(shared / "corpora")) GTEST_SKIP() << "no corpora in " << shared;
  // Cases are written to be odd; how much the block reader takes counts for real repositories.
  Share all_cases;
  Share taken_cases;
  Share all;
  Share taken;
  for (const std::string_view folder : {"corpora", "cases"}) {
    const bool is_real = folder == "corpora";
    for (const auto& entry : fs::recursive_directory_iterator(shared / folder)) {
      const fs::path extension = entry.path().extension();
      if (!entry.is_regular_file() || (extension != ".yaml" && extension != ".yml")) continue;
      compare(entry.path(), is_real ? all : all_cases, is_real ? taken : taken_cases);
    }
  }
  std::cout << "the block reader took " << taken.chunks << " of " << all.chunks << " documents, "
            << taken.bytes << " of " << all.bytes << " bytes\n";
  EXPECT_GT(taken.chunks * 10, all.chunks * 9);
}

}  // namespace
}  // namespace meshlint::yaml
