// Every file of the corpora: our tree against yaml-cpp's own, and each scalar's span against the
// bytes that it names. Skipped where the shared folder is absent.

#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include "text/source.h"
#include "yaml/document.h"

namespace meshlint::yaml {
namespace {

namespace fs = std::filesystem;

struct Counts {
  std::size_t files = 0;
  std::size_t documents = 0;
  std::size_t scalars = 0;
  std::size_t not_compared = 0;  // yaml-cpp keeps duplicate and merge keys as they are
};

bool has_merge_key(const YAML::Node& node) {
  if (node.IsMap()) {
    for (const auto& entry : node) {
      if (entry.first.IsScalar() && entry.first.Scalar() == "<<") return true;
      if (has_merge_key(entry.second)) return true;
    }
  } else if (node.IsSequence()) {
    for (const auto& item : node) {
      if (has_merge_key(item)) return true;
    }
  }
  return false;
}

// The first difference between the trees, or empty.
std::string difference(Node ours, const YAML::Node& theirs, const std::string& path) {
  switch (theirs.Type()) {
    case YAML::NodeType::Null:
      return ours.is_null() ? "" : path + ": theirs is null, ours is " + std::string(ours.text());
    case YAML::NodeType::Scalar:
      if (!ours.is_scalar()) return path + ": theirs is a scalar";
      if (ours.text() != theirs.Scalar()) {
        return path + ": theirs is [" + theirs.Scalar() + "], ours [" + std::string(ours.text()) +
               "]";
      }
      return "";
    case YAML::NodeType::Sequence: {
      if (!ours.is_list() || ours.size() != theirs.size()) return path + ": another list";
      for (std::size_t i = 0; i < theirs.size(); ++i) {
        std::string found =
            difference(ours.item(i), theirs[i], path + '[' + std::to_string(i) + ']');
        if (!found.empty()) return found;
      }
      return "";
    }
    case YAML::NodeType::Map: {
      if (!ours.is_map() || ours.size() != theirs.size()) return path + ": another map";
      auto theirs_at = theirs.begin();
      for (const auto [key, value] : ours.entries()) {
        const std::string inner = path + '.' + std::string(key.text());
        std::string found = difference(key, theirs_at->first, inner);
        if (found.empty()) found = difference(value, theirs_at->second, inner);
        if (!found.empty()) return found;
        ++theirs_at;
      }
      return "";
    }
    case YAML::NodeType::Undefined:
      return path + ": theirs is undefined";
  }
  return "";
}

std::string without_line_breaks_at_end(std::string text) {
  while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
  return text;
}

// What the bytes of a scalar's span say when they are read alone has to be its text.
std::string misplaced_scalar(Node node, std::string_view bytes, Counts& counts) {
  if (node.is_scalar()) {
    ++counts.scalars;
    const text::Span span = node.span();
    const std::string written(bytes.substr(span.begin, span.end - span.begin));
    if (node.style() == Style::kPlain && written == node.text()) return "";
    if (written.empty())
      return node.text().empty() ? "" : "no bytes for " + std::string(node.text());
    const std::string again = YAML::Load(written + "\n").Scalar();
    if (without_line_breaks_at_end(again) == without_line_breaks_at_end(std::string(node.text()))) {
      return "";
    }
    return "[" + written + "] is not [" + std::string(node.text()) + "]";
  }
  for (const Node item : node) {
    std::string found = misplaced_scalar(item, bytes, counts);
    if (!found.empty()) return found;
  }
  for (const auto [key, value] : node.entries()) {
    std::string found = misplaced_scalar(key, bytes, counts);
    if (found.empty()) found = misplaced_scalar(value, bytes, counts);
    if (!found.empty()) return found;
  }
  return "";
}

void compare(const fs::path& path, Counts& counts) {
  std::ifstream stream(path, std::ios::binary);
  const text::Source source(path.string(), std::string(std::istreambuf_iterator<char>(stream), {}));
  const File file = parse(source, 0);
  ++counts.files;
  for (const Document& document : file.documents) {
    EXPECT_EQ(misplaced_scalar(document.root, source.bytes(), counts), "") << path;
  }
  std::vector<YAML::Node> theirs;
  try {
    theirs = YAML::LoadAll(std::string(source.bytes()));
  } catch (const YAML::Exception&) {
    const bool is_told =
        !file.problems.empty() || std::ranges::any_of(file.documents, &Document::is_template);
    EXPECT_TRUE(is_told) << path << ": yaml-cpp refuses the file, we say nothing";
    return;
  }
  std::erase_if(theirs, [](const YAML::Node& node) { return node.IsNull(); });
  if (!file.problems.empty()) {
    counts.not_compared += theirs.size();
    return;
  }
  ASSERT_EQ(file.documents.size(), theirs.size()) << path;
  for (std::size_t i = 0; i < theirs.size(); ++i) {
    ++counts.documents;
    if (has_merge_key(theirs[i])) {
      ++counts.not_compared;
      continue;
    }
    EXPECT_EQ(difference(file.documents[i].root, theirs[i], ""), "") << path << " document " << i;
  }
}

TEST(YamlTree, is_the_one_that_yaml_cpp_reads) {
  const fs::path corpora = fs::path(MESHLINT_SHARED_DIR) / "corpora";
  if (!fs::exists(corpora)) GTEST_SKIP() << "no corpora at " << corpora;
  Counts counts;
  for (const auto& entry : fs::recursive_directory_iterator(corpora)) {
    const fs::path& path = entry.path();
    if (!entry.is_regular_file()) continue;
    if (path.extension() == ".yaml" || path.extension() == ".yml" || path.extension() == ".json") {
      compare(path, counts);
    }
  }
  std::cout << counts.files << " files, " << counts.documents << " documents, " << counts.scalars
            << " scalars; " << counts.not_compared << " documents not compared\n";
  EXPECT_GT(counts.files, 1000U);
  EXPECT_LT(counts.not_compared, counts.documents / 20);
}

}  // namespace
}  // namespace meshlint::yaml
