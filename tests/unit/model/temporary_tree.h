// A folder of files on disk that goes away with the test.
#ifndef MESHLINT_TESTS_UNIT_MODEL_TEMPORARY_TREE_H_
#define MESHLINT_TESTS_UNIT_MODEL_TEMPORARY_TREE_H_

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "meshlint/linter.h"
#include "model/workspace.h"

namespace meshlint::model {

class TemporaryTree {
 public:
  TemporaryTree() {
    std::string name = (std::filesystem::temp_directory_path() / "meshlint-XXXXXX").string();
    root_ = mkdtemp(name.data());
  }
  ~TemporaryTree() { std::filesystem::remove_all(root_); }
  TemporaryTree(const TemporaryTree&) = delete;
  TemporaryTree& operator=(const TemporaryTree&) = delete;

  void write(const std::string& path, std::string_view text) const {
    std::filesystem::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path) << text;
  }
  std::filesystem::path operator/(const std::string& path) const { return root_ / path; }
  std::string root() const { return root_.string(); }

  Workspace load() const {
    return Workspace::load(std::vector<Input>{{.path = root()}}, {.root = root(), .jobs = 2});
  }

 private:
  std::filesystem::path root_;
};

}  // namespace meshlint::model

#endif  // MESHLINT_TESTS_UNIT_MODEL_TEMPORARY_TREE_H_
