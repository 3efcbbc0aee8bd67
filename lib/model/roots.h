// Where the paths of a run begin: at the base that findings show them from, and at the root, which
// is the repository.
//
//   const Roots roots(inputs, {.base = config.base, .root = config.root}, paths);
//   show(roots.shown("shop/reviews.yaml"));
#ifndef MESHLINT_MODEL_ROOTS_H_
#define MESHLINT_MODEL_ROOTS_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "model/real_paths.h"

namespace meshlint {
struct Input;
}

namespace meshlint::model {

// As in Config, which describes how an empty one is filled in.
struct GivenRoots {
  std::string_view base;
  std::string_view root;
  std::string_view folder;
};

class Roots {
 public:
  // `paths` has the same base; if it has none, no input is relative to it.
  Roots(std::span<const Input> inputs, const GivenRoots& given, RealPaths& paths);

  // Real paths; empty if all inputs are in memory and no folder is known.
  const std::string& base() const { return base_; }
  const std::string& root() const { return root_; }
  // The configuration's folder, counted from the root; "" if it isn't below.
  const std::string& folder() const { return folder_; }

  // A path of the workspace, which counts from the root, as findings show it: from the base or,
  // outside of it, absolute.
  std::string shown(std::string_view path) const;
  // The path in the workspace of an input with a place on disk; nothing if it is outside the root.
  std::optional<std::string> in_workspace(const Input& input, RealPaths& paths) const;

 private:
  std::string base_;
  std::string root_;
  std::string folder_;
  std::string base_in_root_;
  std::string root_in_base_;
  bool is_base_in_root_ = true;
  bool is_root_in_base_ = false;
};

// The folder at or above `folder`, a real path, that contains `.git`; nothing if there is none.
std::optional<std::string> repository_of(std::string folder, RealPaths& paths);

}  // namespace meshlint::model

#endif  // MESHLINT_MODEL_ROOTS_H_
