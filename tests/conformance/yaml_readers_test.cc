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
  Share all;
  Share taken;
  for (const char* const folder : {"corpora", "cases"}) {
    for (const auto& entry : fs::recursive_directory_iterator(shared / folder)) {
      const fs::path extension = entry.path().extension();
      if (!entry.is_regular_file() || (extension != ".yaml" && extension != ".yml")) continue;
      compare(entry.path(), all, taken);
    }
  }
  std::cout << "the block reader took " << taken.chunks << " of " << all.chunks << " documents, "
            << taken.bytes << " of " << all.bytes << " bytes\n";
  EXPECT_GT(taken.chunks * 10, all.chunks * 9);
}

}  // namespace
}  // namespace meshlint::yaml
