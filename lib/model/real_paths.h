// Paths on disk with every symbolic link resolved.
//
//   RealPaths paths("/repository");
//   const RealPath file = paths.of("overlays/aws/kustomization.yaml");
//   if (file.kind == RealPath::Kind::kFile) read(file.path);
#ifndef MESHLINT_MODEL_REAL_PATHS_H_
#define MESHLINT_MODEL_REAL_PATHS_H_

#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "model/string_hash.h"

namespace meshlint::model {

struct RealPath {
  enum class Kind : std::uint8_t { kMissing, kFile, kFolder, kOther };

  // Absolute, without links, `.` and `..`. A part that doesn't exist stays as written.
  std::string path;
  Kind kind = Kind::kMissing;
};

// Reads each path, and so each folder, from disk only once; later changes are not seen. Results
// stay valid as long as this object. Safe to use from several threads.
class RealPaths {
 public:
  // `base` is absolute; empty: relative paths are missing.
  explicit RealPaths(std::string_view base = {});

  // Of a path that is absolute or relative to the base.
  const RealPath& of(std::string_view path);
  // Of a path relative to an absolute folder; missing if both are relative.
  const RealPath& of(std::string_view folder, std::string_view path);

  // The real path of the base; empty if there is none.
  const std::string& base() const { return base_; }

 private:
  using Known = std::unordered_map<std::string, RealPath, StringHash, std::equal_to<>>;

  const RealPath& find(std::string_view absolute);

  std::string base_;
  const RealPath missing_;
  std::mutex mutex_;
  Known known_;
};

// `path` relative to `folder`: "../b/c" for "/x/b/c" and "/x/a". Both are absolute and real, or
// both relative to one folder and without `.` and `..`. "" for the folder itself.
std::string relative_path(std::string_view path, std::string_view folder);
// Whether a result of `relative_path` leads out of the folder.
bool leads_out(std::string_view relative);

}  // namespace meshlint::model

#endif  // MESHLINT_MODEL_REAL_PATHS_H_
